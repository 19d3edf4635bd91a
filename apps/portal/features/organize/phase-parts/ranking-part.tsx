import { BOARD_METRICS, GENERAL_SCHEMES } from "@bodymark/challenge-file";
import { DEFINITIONS } from "@bodymark/contracts";
import { CHALLENGE_TEXTS } from "#features/challenges/texts.ts";
import { TextArea } from "#ui/field.tsx";
import { Choice } from "../choice.tsx";
import { PHASE_TEXTS as T } from "../phase-texts.ts";
import { Part, type PartProps } from "./part.tsx";

/** Metrics, definition and ranking scheme. */
export function RankingPart({ phase, errors }: PartProps) {
  const { ranking } = phase;
  return (
    <Part title={T.parts.ranking} note={T.frozen}>
      <Choice
        name="definition"
        label={T.labels.metricDefinition}
        defaultValue={phase.definition}
        error={errors.definition}
        options={DEFINITIONS.map((d) => [d, d])}
      />
      <Choice
        name="absentPolicy"
        label={T.labels.absentStructure}
        defaultValue={phase.absentPolicy}
        options={Object.entries(CHALLENGE_TEXTS.absent)}
      />
      <Choice
        name="ranking.scheme"
        label={T.labels.rankingScheme}
        defaultValue={ranking.scheme}
        error={errors["ranking.scheme"]}
        options={GENERAL_SCHEMES.map((scheme) => [scheme, CHALLENGE_TEXTS.schemes[scheme] ?? scheme])}
      />
      <fieldset className="space-y-2" aria-describedby="metrics-error">
        <legend className="font-strong">{T.labels.metrics}</legend>
        {BOARD_METRICS.map((name) => {
          const rule = ranking.metrics.find((metric) => metric.name === name);
          return (
            <div key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <label className="flex w-56 items-center gap-3">
                <input
                  type="checkbox"
                  name={`metric.${name}`}
                  defaultChecked={rule !== undefined}
                  className="size-4 accent-accent"
                />
                {T.metrics[name]}
              </label>
              <label className="flex items-center gap-2 text-muted text-small">
                {T.labels.weight}
                <input
                  name={`weight.${name}`}
                  inputMode="decimal"
                  defaultValue={rule?.weight ?? 1}
                  aria-invalid={errors[`weight.${name}`] ? true : undefined}
                  className="h-8 w-16 rounded-small border border-edge bg-surface px-2 text-ink aria-invalid:border-bad"
                />
              </label>
            </div>
          );
        })}
        <p id="metrics-error" className="text-bad text-small" aria-live="polite">
          {errors["metric.dice"] ?? errors["ranking.metrics"] ?? ""}
        </p>
      </fieldset>
      <TextArea
        name="structureWeights"
        label={T.labels.rankedStructures}
        hint={T.weightsHint}
        rows={3}
        optional
        spellCheck={false}
        defaultValue={(ranking.structures ?? []).map(({ name, weight }) => `${name} ${weight}`).join("\n")}
        error={errors.structureWeights ?? errors["ranking.structures"]}
        className="font-mono text-small"
      />
    </Part>
  );
}
