import { InstantField } from "../instant-field.tsx";
import { PHASE_TEXTS as T } from "../phase-texts.ts";
import { Part, type PartProps } from "./part.tsx";

/** When a phase opens and closes. */
export function WhenPart({ phase, errors }: PartProps) {
  return (
    <Part title={T.parts.when} note={T.zones}>
      <InstantField
        name="opensAt"
        label={T.labels.opens}
        value={phase.opensAt}
        none={T.opensAtOnce}
        error={errors.opensAt}
      />
      <InstantField
        name="closesAt"
        label={T.labels.closes}
        value={phase.closesAt}
        none={T.neverCloses}
        error={errors.closesAt}
      />
    </Part>
  );
}
