import { formatSize } from "@bodymark/challenge-file";
import { PROFILES } from "@bodymark/contracts";
import { Field } from "#ui/field.tsx";
import { Choice } from "../choice.tsx";
import { PHASE_TEXTS as T } from "../phase-texts.ts";
import { Part, type PartProps } from "./part.tsx";

/** The container contract and the limits of each run. */
export function ContainerPart({ phase, errors }: PartProps) {
  const { limits } = phase;
  return (
    <Part title={T.parts.container} note={T.frozen}>
      <Choice
        name="profile"
        label={T.labels.containerContract}
        defaultValue={phase.profile}
        error={errors.profile}
        options={PROFILES.map((p) => [p, p])}
      />
      <Field
        name="slugs.input"
        label={T.labels.inputSocket}
        hint={T.socketHint}
        optional
        spellCheck={false}
        defaultValue={phase.slugs.input}
        error={errors["slugs.input"]}
      />
      <Field
        name="slugs.output"
        label={T.labels.outputSocket}
        hint={T.socketHint}
        optional
        spellCheck={false}
        defaultValue={phase.slugs.output}
        error={errors["slugs.output"]}
      />
      <Field
        name="limits.caseTimeoutS"
        label={T.labels.caseTimeout}
        inputMode="decimal"
        defaultValue={limits.caseTimeoutS}
        error={errors["limits.caseTimeoutS"]}
      />
      {(
        [
          ["memoryBytes", T.labels.memory],
          ["shmBytes", T.labels.sharedMemory],
          ["diskBytes", T.labels.disk],
          ["imageBytes", T.labels.imageArchive],
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
        label={T.labels.cpuCores}
        inputMode="decimal"
        defaultValue={limits.cpus}
        error={errors["limits.cpus"]}
      />
      <Choice
        name="limits.gpus"
        label={T.labels.gpu}
        defaultValue={limits.gpus}
        error={errors["limits.gpus"]}
        options={[
          ["none", T.noGpu],
          ["all", T.allGpus],
          ...(["none", "all"].includes(limits.gpus) ? [] : [[limits.gpus, limits.gpus] as const]),
        ]}
      />
      <Field
        name="limits.gpuType"
        label={T.labels.gpuType}
        hint={T.gpuHint}
        optional
        defaultValue={limits.gpuType ?? ""}
        error={errors["limits.gpuType"]}
      />
      <Field
        name="limits.gpuMemoryBytes"
        label={T.labels.gpuMemory}
        hint={T.sizeHint}
        optional
        defaultValue={limits.gpuMemoryBytes === undefined ? "" : formatSize(limits.gpuMemoryBytes)}
        error={errors["limits.gpuMemoryBytes"]}
      />
    </Part>
  );
}
