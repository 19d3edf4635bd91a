import { Field } from "#ui/field.tsx";
import { SUBMIT_TEXTS as T } from "./submit-texts.ts";

interface MethodFieldsProps {
  errors: Readonly<Record<string, string>>;
  /** What was said before, by the fields' names. */
  method: Readonly<Record<string, string | number>>;
  /** Whether something may be filled in already, so that it is shown. */
  filled: boolean;
}

/** What a participant may say of the method; all optional. */
export function MethodFields({ errors, method, filled }: MethodFieldsProps) {
  return (
    <details className="frame" open={filled || Object.keys(errors).some((path) => path.startsWith("method."))}>
      <summary className="px-4 py-3 font-strong">
        {T.method} <span className="font-normal text-muted">({T.methodHint})</span>
      </summary>
      <div className="grid gap-5 border-line border-t p-4 sm:grid-cols-2">
        <Field
          name="paperUrl"
          defaultValue={method.paperUrl}
          type="url"
          label={T.paper}
          optional
          placeholder="https://"
          error={errors["method.paperUrl"]}
        />
        <Field
          name="codeUrl"
          defaultValue={method.codeUrl}
          type="url"
          label={T.code}
          optional
          placeholder="https://"
          error={errors["method.codeUrl"]}
        />
        <Field
          name="architecture"
          defaultValue={method.architecture}
          label={T.architecture}
          optional
          maxLength={200}
          error={errors["method.architecture"]}
        />
        <Field
          name="licence"
          defaultValue={method.licence}
          label={T.licence}
          optional
          maxLength={100}
          error={errors["method.licence"]}
        />
        <Field
          name="parametersMillion"
          defaultValue={method.parametersMillion}
          type="number"
          min={0}
          step="any"
          label={T.parametersInMillions}
          optional
          error={errors["method.parametersMillion"]}
        />
        <div className="space-y-1.5">
          <label htmlFor="preTraining" className="block font-strong">
            {T.preTraining} <span className="font-normal text-muted">{T.optional}</span>
          </label>
          <select
            id="preTraining"
            name="preTraining"
            defaultValue={method.preTraining ?? ""}
            className="h-10 w-full rounded-base border border-edge bg-surface px-3"
          >
            <option value="">{T.notSaid}</option>
            <option value="none">{T.none}</option>
            <option value="self-supervised">{T.selfSupervised}</option>
            <option value="supervised">{T.supervised}</option>
          </select>
        </div>
        <Field
          name="preTrainedScans"
          defaultValue={method.preTrainedScans}
          type="number"
          min={0}
          step={1}
          label={T.scansInPreTraining}
          optional
          error={errors["method.preTrainedScans"]}
        />
      </div>
    </details>
  );
}
