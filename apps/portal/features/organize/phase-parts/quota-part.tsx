import { formatSize } from "@bodymark/challenge-file";
import { LOG_POLICIES } from "@bodymark/contracts";
import { CHALLENGE_TEXTS } from "#features/challenges/texts.ts";
import { Field } from "#ui/field.tsx";
import { Choice } from "../choice.tsx";
import { PHASE_TEXTS as T } from "../phase-texts.ts";
import { Part, type PartProps } from "./part.tsx";

/** How often teams may submit, what counts, and when the board is shown. */
export function QuotaPart({
  phase,
  errors,
  others,
}: PartProps & { others: readonly { slug: string; title: string }[] }) {
  const { quota } = phase;
  return (
    <Part title={T.parts.quota} note={T.quotaNote}>
      <Field
        name="quota.count"
        label={T.labels.submissions}
        hint={T.noLimit}
        optional
        inputMode="numeric"
        defaultValue={quota.count ?? ""}
        error={errors["quota.count"]}
      />
      <Field
        name="quota.failures"
        label={T.labels.failures}
        hint={T.noLimit}
        optional
        inputMode="numeric"
        defaultValue={quota.failures ?? ""}
        error={errors["quota.failures"]}
      />
      <Field
        name="quota.windowHours"
        label={T.labels.windowHours}
        inputMode="decimal"
        defaultValue={Number((quota.windowS / 3600).toFixed(4))}
        error={errors["quota.windowHours"] ?? errors["quota.windowS"]}
      />
      <Choice
        name="counting"
        label={T.labels.counting}
        defaultValue={phase.counting}
        options={Object.entries(CHALLENGE_TEXTS.counting)}
      />
      <Choice
        name="gate"
        label={T.labels.gate}
        hint={T.gateHint}
        defaultValue={phase.gate ?? ""}
        error={errors.gate}
        options={[["", T.noGate], ...others.map(({ slug, title }) => [slug, title] as const)]}
      />
      <Choice
        name="publication"
        label={T.labels.publication}
        hint={T.publicationHint}
        defaultValue={phase.publication}
        options={Object.entries(CHALLENGE_TEXTS.publication)}
      />
      <Choice
        name="logPolicy"
        label={T.labels.logs}
        hint={T.logHint}
        defaultValue={phase.logPolicy}
        options={LOG_POLICIES.map((policy) => [policy, T.logPolicies[policy] ?? policy])}
      />
      <Field
        name="keptPredictionBytes"
        label={T.labels.keptPredictions}
        hint={T.keptHint}
        defaultValue={formatSize(phase.keptPredictionBytes)}
        error={errors.keptPredictionBytes}
      />
    </Part>
  );
}
