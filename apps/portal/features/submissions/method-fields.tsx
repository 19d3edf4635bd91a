import { Field } from "#ui/field.tsx";
import { SUBMIT_TEXTS as T } from "./submit-texts.ts";

/** What a participant may say of the method; all optional. */
export function MethodFields({ errors }: { errors: Readonly<Record<string, string>> }) {
  return (
    <details className="frame">
      <summary className="px-4 py-3 font-strong">
        {T.method} <span className="font-normal text-muted">({T.methodHint})</span>
      </summary>
      <div className="grid gap-5 border-line border-t p-4 sm:grid-cols-2">
        <Field
          name="paperUrl"
          type="url"
          label="Paper"
          optional
          placeholder="https://"
          error={errors["method.paperUrl"]}
        />
        <Field
          name="codeUrl"
          type="url"
          label="Code"
          optional
          placeholder="https://"
          error={errors["method.codeUrl"]}
        />
        <Field
          name="architecture"
          label="Architecture"
          optional
          maxLength={200}
          error={errors["method.architecture"]}
        />
        <Field name="licence" label="Licence" optional maxLength={100} error={errors["method.licence"]} />
        <Field
          name="parametersMillion"
          type="number"
          min={0}
          step="any"
          label="Parameters, in millions"
          optional
          error={errors["method.parametersMillion"]}
        />
        <div className="space-y-1.5">
          <label htmlFor="preTraining" className="block font-strong">
            Pre-training <span className="font-normal text-muted">(optional)</span>
          </label>
          <select
            id="preTraining"
            name="preTraining"
            defaultValue=""
            className="h-10 w-full rounded-base border border-edge bg-surface px-3"
          >
            <option value="">not said</option>
            <option value="none">none</option>
            <option value="self-supervised">self-supervised</option>
            <option value="supervised">supervised</option>
          </select>
        </div>
        <Field
          name="preTrainedScans"
          type="number"
          min={0}
          step={1}
          label="Scans in pre-training"
          optional
          error={errors["method.preTrainedScans"]}
        />
      </div>
      <label className="flex gap-3 border-line border-t p-4">
        <input type="checkbox" name="anonymous" className="mt-1 size-4 accent-accent" />
        {T.anonymous}
      </label>
    </details>
  );
}
