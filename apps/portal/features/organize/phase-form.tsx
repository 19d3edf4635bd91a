"use client";

import { BOARD_METRICS, formatSize, GENERAL_SCHEMES, type PhaseDocument } from "@bodymark/challenge-file";
import { DEFINITIONS, LOG_POLICIES, PROFILES } from "@bodymark/contracts";
import { useState } from "react";
import { CHALLENGE_TEXTS } from "#features/challenges/texts.ts";
import { Field, TextArea } from "#ui/field.tsx";
import { savePhaseAction } from "./actions.ts";
import { Choice } from "./choice.tsx";
import { InstantField } from "./instant-field.tsx";
import { OrganizeForm } from "./organize-form.tsx";
import { PHASE_TEXTS as T } from "./phase-texts.ts";

interface PhaseFormProps {
  challenge: string;
  phase: PhaseDocument;
  isNew: boolean;
  /** Other phases, for the gate. */
  others: readonly { slug: string; title: string }[];
  caseCount: number;
  readOnly: boolean;
}

/** Everything that a phase is. */
export function PhaseForm({ challenge, phase, isNew, others, caseCount, readOnly }: PhaseFormProps) {
  const { limits, quota, ranking } = phase;
  const [timingAll, setTimingAll] = useState(phase.timingCases === "all");
  const kept = { ranking: { groups: ranking.groups, bootstrap: ranking.bootstrap }, limits: { pids: limits.pids } };
  return (
    <OrganizeForm action={savePhaseAction} submit={isNew ? T.add : T.save} readOnly={readOnly}>
      {(errors) => (
        <>
          <input type="hidden" name="challenge" value={challenge} />
          <input type="hidden" name="new" value={isNew ? "1" : "0"} />
          <input type="hidden" name="kept" value={JSON.stringify(kept)} />
          {isNew ? null : <input type="hidden" name="slug" value={phase.slug} />}
          <Part title={T.parts.what}>
            <Field name="title" label="Title" maxLength={100} defaultValue={phase.title} error={errors.title} />
            {isNew ? (
              <Field
                name="slug"
                label="Address"
                hint={T.slugHint}
                maxLength={64}
                spellCheck={false}
                defaultValue={phase.slug}
                error={errors.slug}
              />
            ) : null}
            <Choice
              name="kind"
              label="Kind"
              defaultValue={phase.kind}
              error={errors.kind}
              options={Object.entries(CHALLENGE_TEXTS.kinds)}
            />
            <TextArea
              name="description"
              label="Description"
              rows={2}
              optional
              maxLength={2000}
              defaultValue={phase.description}
              error={errors.description}
            />
          </Part>
          <Part title={T.parts.when} note={T.zones}>
            <InstantField
              name="opensAt"
              label="Opens"
              value={phase.opensAt}
              none={T.opensAtOnce}
              error={errors.opensAt}
            />
            <InstantField
              name="closesAt"
              label="Closes"
              value={phase.closesAt}
              none={T.neverCloses}
              error={errors.closesAt}
            />
          </Part>
          <Part title={T.parts.cases} note={T.casesNote(caseCount)}>
            <TextArea
              name="cases"
              label="Cases"
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
              label="Who sees them"
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
                  label="Cases that are timed"
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
              label="Repeats"
              hint={T.repeatsHint}
              inputMode="numeric"
              defaultValue={limits.repeats}
              error={errors["limits.repeats"]}
            />
          </Part>
          <Part title={T.parts.container} note={T.frozen}>
            <Choice
              name="profile"
              label="Container contract"
              defaultValue={phase.profile}
              error={errors.profile}
              options={PROFILES.map((p) => [p, p])}
            />
            <Field
              name="slugs.input"
              label="Input socket"
              hint={T.socketHint}
              optional
              spellCheck={false}
              defaultValue={phase.slugs.input}
              error={errors["slugs.input"]}
            />
            <Field
              name="slugs.output"
              label="Output socket"
              hint={T.socketHint}
              optional
              spellCheck={false}
              defaultValue={phase.slugs.output}
              error={errors["slugs.output"]}
            />
            <Field
              name="limits.caseTimeoutS"
              label="Time per case, seconds"
              inputMode="decimal"
              defaultValue={limits.caseTimeoutS}
              error={errors["limits.caseTimeoutS"]}
            />
            {(
              [
                ["memoryBytes", "Memory"],
                ["shmBytes", "Shared memory"],
                ["diskBytes", "Disk"],
                ["imageBytes", "Largest image archive"],
              ] as const
            ).map(([name, label]) => (
              <Field
                key={name}
                name={`limits.${name}`}
                label={label}
                hint={T.sizeHint}
                defaultValue={formatSize(limits[name])}
                error={errors[`limits.${name}`]}
              />
            ))}
            <Field
              name="limits.cpus"
              label="CPU cores"
              inputMode="decimal"
              defaultValue={limits.cpus}
              error={errors["limits.cpus"]}
            />
            <Choice
              name="limits.gpus"
              label="GPU"
              defaultValue={limits.gpus}
              error={errors["limits.gpus"]}
              options={[
                ["none", "none"],
                ["all", "all of the machine"],
                ...(["none", "all"].includes(limits.gpus) ? [] : [[limits.gpus, limits.gpus] as const]),
              ]}
            />
            <Field
              name="limits.gpuType"
              label="GPU type"
              hint={T.gpuHint}
              optional
              defaultValue={limits.gpuType ?? ""}
              error={errors["limits.gpuType"]}
            />
            <Field
              name="limits.gpuMemoryBytes"
              label="GPU memory"
              hint={T.sizeHint}
              optional
              defaultValue={limits.gpuMemoryBytes === undefined ? "" : formatSize(limits.gpuMemoryBytes)}
              error={errors["limits.gpuMemoryBytes"]}
            />
          </Part>
          <Part title={T.parts.quota} note={T.quotaNote}>
            <Field
              name="quota.count"
              label="Submissions per team"
              hint={T.noLimit}
              optional
              inputMode="numeric"
              defaultValue={quota.count ?? ""}
              error={errors["quota.count"]}
            />
            <Field
              name="quota.failures"
              label="Failed submissions per team"
              hint={T.noLimit}
              optional
              inputMode="numeric"
              defaultValue={quota.failures ?? ""}
              error={errors["quota.failures"]}
            />
            <Field
              name="quota.windowHours"
              label="In each window of hours"
              inputMode="decimal"
              defaultValue={Number((quota.windowS / 3600).toFixed(4))}
              error={errors["quota.windowHours"] ?? errors["quota.windowS"]}
            />
            <Choice
              name="counting"
              label="Entry that counts"
              defaultValue={phase.counting}
              options={Object.entries(CHALLENGE_TEXTS.counting)}
            />
            <Choice
              name="gate"
              label="Gate"
              hint={T.gateHint}
              defaultValue={phase.gate ?? ""}
              error={errors.gate}
              options={[["", "none"], ...others.map(({ slug, title }) => [slug, title] as const)]}
            />
            <Choice
              name="publication"
              label="Leaderboard is shown"
              hint={T.publicationHint}
              defaultValue={phase.publication}
              options={Object.entries(CHALLENGE_TEXTS.publication)}
            />
            <Choice
              name="logPolicy"
              label="Full logs of runs"
              hint={T.logHint}
              defaultValue={phase.logPolicy}
              options={LOG_POLICIES.map((policy) => [policy, T.logPolicies[policy] ?? policy])}
            />
          </Part>
          <Part title={T.parts.ranking} note={T.frozen}>
            <Choice
              name="definition"
              label="Metric definition"
              defaultValue={phase.definition}
              error={errors.definition}
              options={DEFINITIONS.map((d) => [d, d])}
            />
            <Choice
              name="absentPolicy"
              label="A structure that the reference lacks"
              defaultValue={phase.absentPolicy}
              options={Object.entries(CHALLENGE_TEXTS.absent)}
            />
            <Choice
              name="ranking.scheme"
              label="Ranking scheme"
              defaultValue={ranking.scheme}
              error={errors["ranking.scheme"]}
              options={GENERAL_SCHEMES.map((scheme) => [scheme, CHALLENGE_TEXTS.schemes[scheme] ?? scheme])}
            />
            <fieldset className="space-y-2" aria-describedby="metrics-error">
              <legend className="font-strong">Metrics and their weights</legend>
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
                      weight
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
              label="Structures that are ranked, with weights"
              hint={T.weightsHint}
              rows={3}
              optional
              spellCheck={false}
              defaultValue={(ranking.structures ?? []).map(({ name, weight }) => `${name} ${weight}`).join("\n")}
              error={errors.structureWeights ?? errors["ranking.structures"]}
              className="font-mono text-small"
            />
          </Part>
        </>
      )}
    </OrganizeForm>
  );
}

function Part({ title, note, children }: { title: string; note?: string; children: React.ReactNode }) {
  return (
    <section className="frame space-y-4 p-5">
      <div>
        <h3>{title}</h3>
        {note ? <p className="max-w-3xl text-muted text-small">{note}</p> : null}
      </div>
      <div className="grid items-start gap-x-6 gap-y-5 lg:grid-cols-2">{children}</div>
    </section>
  );
}
