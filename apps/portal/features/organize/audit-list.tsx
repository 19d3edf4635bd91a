import type { AuditLine } from "@bodymark/challenge";
import { Instant } from "#ui/instant.tsx";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

/** A challenge's audit log; each line opens to the values before and after. */
export function AuditList({ lines, now }: { lines: readonly AuditLine[]; now: string }) {
  return (
    <ol className="frame divide-y divide-line">
      {lines.map((line) => (
        <li key={line.id} className="space-y-2 px-5 py-3">
          <p className="flex flex-wrap gap-x-3">
            <span className="font-strong">{line.action.replace(".", ": ").replaceAll("-", " ")}</span>
            <code className="break-all text-muted">{line.subject}</code>
          </p>
          <p className="text-muted text-small">
            <Instant at={line.at} now={now} /> {T.by} {line.actor ?? T.thePlatform}
          </p>
          <Details details={line.details} />
        </li>
      ))}
    </ol>
  );
}

function Details({ details }: { details: unknown }) {
  const {
    before = {},
    after = {},
    reason,
  } = (details ?? {}) as {
    before?: Record<string, unknown>;
    after?: Record<string, unknown>;
    reason?: string;
  };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  if (names.length === 0 && !reason) return null;
  return (
    <details className="text-small">
      <summary className="text-muted">{T.whatChanged}</summary>
      {reason ? (
        <p className="mt-2">
          {T.reasonGiven} {reason}
        </p>
      ) : null}
      <dl className="mt-2 space-y-2">
        {names.map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="grid gap-2 lg:grid-cols-2">
              <Value word={T.before} value={before[name]} />
              <Value word={T.after} value={after[name]} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Value({ word, value }: { word: string; value: unknown }) {
  return (
    <div className="min-w-0 rounded-small bg-sunken px-3 py-2">
      <span className="text-muted">{word}: </span>
      <span className="break-words whitespace-pre-wrap font-mono">
        {value === undefined ? "—" : typeof value === "string" ? value : JSON.stringify(value, null, 1)}
      </span>
    </div>
  );
}
