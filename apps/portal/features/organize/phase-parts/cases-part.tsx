import { useState } from "react";
import { CHALLENGE_TEXTS } from "#features/challenges/texts.ts";
import { Field, TextArea } from "#ui/field.tsx";
import { Choice } from "../choice.tsx";
import { PHASE_TEXTS as T } from "../phase-texts.ts";
import { Part, type PartProps } from "./part.tsx";

/** The cases of a phase, who sees them, and which are timed. */
export function CasesPart({ phase, errors, caseCount }: PartProps & { caseCount: number }) {
  const [timingAll, setTimingAll] = useState(phase.timingCases === "all");
  return (
    <Part title={T.parts.cases} note={T.casesNote(caseCount)}>
      <TextArea
        name="cases"
        label={T.labels.cases}
        hint={T.casesHint}
        rows={4}
        optional
        spellCheck={false}
        defaultValue={phase.cases.join("\n")}
        error={errors.cases}
        className="font-mono text-small"
      />
      <Choice
        name="caseVisibility"
        label={T.labels.visibility}
        defaultValue={phase.caseVisibility}
        error={errors.caseVisibility}
        options={Object.entries(CHALLENGE_TEXTS.visibility)}
      />
      <div className="space-y-3">
        <label className="flex gap-3">
          <input
            type="checkbox"
            name="timingAll"
            checked={timingAll}
            onChange={(event) => setTimingAll(event.target.checked)}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          {T.timingAll}
        </label>
        {timingAll ? null : (
          <TextArea
            name="timingCases"
            label={T.labels.timedCases}
            hint={T.casesHint}
            rows={3}
            optional
            defaultValue={phase.timingCases === "all" ? "" : phase.timingCases.join("\n")}
            error={errors.timingCases}
            className="font-mono text-small"
          />
        )}
      </div>
      <Field
        name="limits.repeats"
        label={T.labels.repeats}
        hint={T.repeatsHint}
        inputMode="numeric"
        defaultValue={phase.limits.repeats}
        error={errors["limits.repeats"]}
      />
    </Part>
  );
}
