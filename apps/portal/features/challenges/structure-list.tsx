import type { Structure } from "@bodymark/contracts";
import { Empty } from "#ui/empty.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { StructureName } from "#ui/structure-name.tsx";
import { CHALLENGE_TEXTS as T } from "./texts.ts";

/** The scored structures with label, groups and NSD tolerance. */
export function StructureList({ structures }: { structures: readonly Structure[] }) {
  if (structures.length === 0) {
    return (
      <Empty title={T.noStructures}>
        <p>{T.noStructuresHint}</p>
      </Empty>
    );
  }
  return (
    <ScrollFrame label={T.structures}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.structuresThatAreScored}</caption>
        <thead>
          <tr className="border-line border-b text-left">
            <th scope="col" className="w-16 px-4 py-2 text-right">
              {T.label}
            </th>
            <th scope="col" className="px-4 py-2">
              {T.structure}
            </th>
            <th scope="col" className="px-4 py-2">
              {T.groups}
            </th>
            <th scope="col" className="px-4 py-2 text-right whitespace-nowrap">
              {T.nsdTolerance}
            </th>
          </tr>
        </thead>
        <tbody>
          {structures.map((structure) => (
            <tr key={structure.label} className="border-line border-b last:border-0">
              <td className="px-4 py-1.5 text-right text-muted">{structure.label}</td>
              <td className="px-4 py-1.5">
                <StructureName name={structure.name} />
              </td>
              <td className="px-4 py-1.5 text-muted">{structure.groups?.join(", ") || "—"}</td>
              <td className="px-4 py-1.5 text-right whitespace-nowrap">
                {[structure.toleranceMm].flat().join(", ")} mm
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
