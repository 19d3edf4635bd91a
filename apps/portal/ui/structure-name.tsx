import { structureColour, structureTitle } from "./structure-colour.ts";

/** A structure's name with its colour beside it. */
export function StructureName({ name }: { name: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span
        aria-hidden
        className="size-2.5 shrink-0 rounded-full border border-ink/25"
        style={{ background: structureColour(name) }}
      />
      {structureTitle(name)}
    </span>
  );
}
