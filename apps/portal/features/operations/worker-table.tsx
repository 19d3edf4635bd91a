import type { OperationsView } from "@bodymark/challenge";
import Link from "next/link";
import { Badge } from "#ui/badge.tsx";
import { formatBytes, formatCount } from "#ui/format-number.ts";
import { HeadRow } from "#ui/head-row.tsx";
import { Instant } from "#ui/instant.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { OPERATIONS_TEXTS as T } from "./texts.ts";

const TONES = { connected: "good", silent: "bad", stopped: "neutral" } as const;

/** The workers, with what they have, what keeps them from work, and what they are at. */
export function WorkerTable({ workers, now }: { workers: OperationsView["workers"]; now: string }) {
  return (
    <ScrollFrame label={T.tableOfWorkers}>
      <table className="w-full text-small">
        <caption className="sr-only">{T.workers}</caption>
        <HeadRow titles={[T.worker, T.state, T.has, T.keepsItFromWork, T.heardOf, T.worksOn]} />
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id} className="border-line border-b align-top last:border-0">
              <th scope="row" className="px-4 py-1.5 text-left font-normal">
                {worker.name}
                <span className="block text-muted">{worker.host}</span>
              </th>
              <td className="px-4 py-1.5">
                <Badge tone={TONES[worker.state]}>{T.states[worker.state]}</Badge>
              </td>
              <td className="px-4 py-1.5">
                {[
                  formatCount(worker.capabilities.cores, "core"),
                  formatBytes(worker.capabilities.memoryBytes),
                  ...worker.capabilities.gpus.map(({ name }) => name),
                ].join(", ")}
              </td>
              <td className="px-4 py-1.5">
                {[...worker.alarms, ...worker.missingControls.map((control) => `no ${control}`)].join(", ") || "—"}
              </td>
              <td className="px-4 py-1.5 whitespace-nowrap">
                <Instant at={worker.heardOfAt} now={now} />
              </td>
              <td className="px-4 py-1.5">
                {worker.submission ? (
                  <Link href={`/submissions/${worker.submission}/journal`}>{worker.submission}</Link>
                ) : (
                  "—"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
