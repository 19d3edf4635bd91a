"use client";

import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { HeadRow } from "#ui/head-row.tsx";
import { Notice } from "#ui/notice.tsx";
import { ScrollFrame } from "#ui/scroll-frame.tsx";
import { CASE_TEXTS as T } from "./case-texts.ts";
import { readDropped } from "./read-dropped.ts";
import { enterCase, type KnownCase, type SendState, sendCase } from "./send-case.ts";
import { type ChosenFile, type ChosenFiles, sortCaseFiles } from "./sort-case-files.ts";

/** Cases on their way at a time: one is checked while the next is sent. */
const AT_ONCE = 2;
const FILE_INPUT =
  "block w-full text-small file:mr-3 file:rounded-base file:border file:border-edge file:bg-surface file:px-3 file:py-1.5 file:text-ink";

/** Choose a folder (or files), see what was found, send, and read a report for every case. */
export function CaseUploader({ challenge, known }: { challenge: string; known: readonly KnownCase[] }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<ChosenFiles>({ cases: [], problems: [] });
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [over, setOver] = useState(false);
  const [states, setStates] = useState<ReadonlyMap<string, SendState>>(new Map());
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const knownOf = new Map(known.map((item) => [item.name, item]));
  const mends = chosen.cases.some((item) => item.label && knownOf.has(item.name));
  const toConfirm = [...states].filter(([, state]) => state.kind === "confirm");

  useEffect(() => {
    if (!busy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [busy]);

  const tell = (name: string) => (state: SendState) => setStates((before) => new Map(before).set(name, state));
  async function choose(list: FileList | null, part?: "images" | "labels") {
    const more = [...(list ?? [])].map((file) => (part ? { file, part } : { file }));
    const alone = part || more.some(({ file }) => file.name === "cases.csv" && !file.webkitRelativePath);
    await take(alone ? [...files, ...more] : more);
  }
  async function drop(dropped: DataTransfer) {
    try {
      await take([...files, ...(await readDropped(dropped))]);
    } catch {
      setChosen({ cases: [], problems: [T.notRead] });
    }
  }
  async function take(all: readonly ChosenFile[]) {
    setFiles(all);
    setStates(new Map());
    const sorted = await sortCaseFiles(all);
    setChosen(
      sorted.cases.length + sorted.problems.length > 0
        ? sorted
        : { cases: [], problems: all.length > 0 ? [T.nothing] : [] },
    );
  }
  async function work(names: readonly string[], one: (name: string) => Promise<void>) {
    setBusy(true);
    const left = [...names];
    const lane = async () => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) await one(name);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    setBusy(false);
    router.refresh();
  }
  const send = () => {
    setStates(new Map(chosen.cases.map(({ name }) => [name, { kind: "waiting" }])));
    const byName = new Map(chosen.cases.map((item) => [item.name, item]));
    return work([...byName.keys()], async (name) => {
      const item = byName.get(name);
      if (item) await sendCase(challenge, item, knownOf.get(name), note, tell(name));
    });
  };
  const confirm = () =>
    work(
      toConfirm.map(([name]) => name),
      async (name) => {
        const state = states.get(name);
        if (state?.kind !== "confirm") return;
        await enterCase(challenge, { ...state.body, note: note.trim(), confirm: state.token }, tell(name));
      },
    );
  const count = (kind: SendState["kind"]) => [...states.values()].filter((state) => state.kind === kind).length;

  return (
    <div className="space-y-5">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the file input does the same by keyboard */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(!busy);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (!busy) void drop(event.dataTransfer);
        }}
        className={clsx(
          "space-y-1.5 rounded-base border-2 border-dashed p-5",
          over ? "border-accent bg-accent-soft" : "border-edge/60",
        )}
      >
        <label htmlFor="case-folder" className="block font-strong">
          {T.folder}
        </label>
        <p id="case-folder-hint" className="text-muted text-small">
          {T.folderHint}
        </p>
        <input
          id="case-folder"
          type="file"
          multiple
          disabled={busy}
          aria-describedby="case-folder-hint"
          {...{ webkitdirectory: "" }}
          onChange={(event) => void choose(event.target.files)}
          className={FILE_INPUT}
        />
      </div>
      <details>
        <summary>{T.orFiles}</summary>
        <div className="mt-3 grid gap-4 lg:grid-cols-3">
          {(
            [
              ["case-images", T.images, ".gz", "images"],
              ["case-labels", T.labels, ".gz", "labels"],
              ["case-csv", T.csv, ".csv", undefined],
            ] as const
          ).map(([id, label, accept, part]) => (
            <div key={id}>
              <label htmlFor={id} className="mb-1.5 block font-strong">
                {label}
              </label>
              <input
                id={id}
                type="file"
                multiple={part !== undefined}
                accept={accept}
                disabled={busy}
                onChange={(event) => void choose(event.target.files, part)}
                className={FILE_INPUT}
              />
            </div>
          ))}
        </div>
      </details>
      {chosen.problems.length > 0 ? (
        <Notice tone="warn" title={T.notTaken}>
          <ul className="list-disc pl-5">
            {chosen.problems.slice(0, 20).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {mends || toConfirm.length > 0 ? (
        <Field
          name="note"
          label={T.note}
          hint={T.noteHint}
          maxLength={500}
          autoComplete="off"
          optional={toConfirm.length === 0}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      ) : null}
      {chosen.cases.length > 0 ? (
        <>
          <div className="flex flex-wrap items-center gap-4">
            <Button kind="primary" disabled={busy} onClick={() => void send()}>
              {T.send(chosen.cases.length)}
            </Button>
            {toConfirm.length > 0 ? (
              <Button disabled={busy || note.trim() === ""} onClick={() => void confirm()}>
                {T.confirm(toConfirm.length)}
              </Button>
            ) : null}
            <Button kind="quiet" disabled={busy} onClick={() => void take([])}>
              {T.clear}
            </Button>
            <p role="status" className="text-muted">
              {states.size > 0 ? T.progress(count("done"), states.size, count("refused")) : ""}
            </p>
          </div>
          <ScrollFrame label={T.report} className="max-h-96">
            <table className="w-full text-small">
              <caption className="sr-only">{T.report}</caption>
              <HeadRow sticky titles={T.reportColumns} />
              <tbody>
                {chosen.cases.map((item) => (
                  <tr key={item.name} className="border-line border-b align-top last:border-0">
                    <th scope="row" className="px-4 py-1.5 text-left font-normal">
                      <code>{item.name}</code>
                    </th>
                    <td className="px-4 py-1.5">{item.image ? T.yes : knownOf.has(item.name) ? T.asItIs : "—"}</td>
                    <td className="px-4 py-1.5">{item.label ? T.yes : knownOf.has(item.name) ? T.asItIs : "—"}</td>
                    <td className="px-4 py-1.5">{item.facts ? T.yes : "—"}</td>
                    <td className="min-w-56 px-4 py-1.5">
                      <State state={states.get(item.name)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollFrame>
        </>
      ) : null}
    </div>
  );
}

function State({ state }: { state: SendState | undefined }) {
  if (!state) return <span className="text-muted">{T.notSentYet}</span>;
  switch (state.kind) {
    case "waiting":
      return <span className="text-muted">{T.waits}</span>;
    case "sending":
      return (
        <span className="numbers">
          {T.sendingThe} {state.part}, {Math.floor(state.share * 100)} %
        </span>
      );
    case "checking":
      return <>{T.beingChecked}</>;
    case "done":
      return (
        <>
          <span className="text-good">{state.words}</span>
          {state.warning ? <p className="text-warn">{state.warning}</p> : null}
        </>
      );
    case "confirm":
      return (
        <div className="text-warn">
          <p>{T.toBeConfirmed}</p>
          {state.effects.map((effect) => (
            <p key={effect.phase}>
              {effect.title}: {effect.consequences.join(" ")}
            </p>
          ))}
        </div>
      );
    default:
      return (
        <ul className="text-bad">
          {state.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      );
  }
}
