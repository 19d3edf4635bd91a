import type { PhaseEffect } from "@bodymark/challenge";
import { startUpload } from "#features/uploads/upload-client.ts";
import type { ChosenCase } from "./sort-case-files.ts";

/** A case that the challenge has, as far as sending needs it. */
export interface KnownCase {
  readonly name: string;
  readonly imageSha256: string;
  readonly labelSha256: string;
  readonly patient: string | null;
  readonly metadata: unknown;
  /** Names of structures. */
  readonly notAnnotated: readonly string[];
}

export type SendState =
  | { kind: "waiting" }
  | { kind: "sending"; part: "image" | "label"; share: number }
  | { kind: "checking" }
  | { kind: "done"; words: string; warning: string | null }
  | { kind: "refused"; problems: readonly string[] }
  | { kind: "confirm"; token: string; effects: readonly PhaseEffect[]; body: Record<string, unknown> };

const PAUSE_MS = 10_000;
const ATTEMPTS = 30;
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

/** Uploads a case's files and enters it. What is wrong is told by the server, per file. */
export async function sendCase(
  challenge: string,
  chosen: ChosenCase,
  known: KnownCase | undefined,
  note: string,
  tell: (state: SendState) => void,
): Promise<void> {
  const missing = [
    ...(chosen.image || known ? [] : ["image: there is no such file in images/."]),
    ...(chosen.label || known ? [] : ["label: there is no such file in labels/."]),
  ];
  if (missing.length > 0) return tell({ kind: "refused", problems: missing });
  try {
    const imageSha256 = chosen.image
      ? await upload(challenge, chosen.image, (share) => tell({ kind: "sending", part: "image", share }))
      : (known?.imageSha256 ?? "");
    const labelSha256 = chosen.label
      ? await upload(challenge, chosen.label, (share) => tell({ kind: "sending", part: "label", share }))
      : (known?.labelSha256 ?? "");
    const facts = chosen.facts ?? known;
    const body = {
      ...{ name: chosen.name, imageSha256, labelSha256 },
      ...(facts ? { patient: facts.patient, metadata: facts.metadata, notAnnotated: facts.notAnnotated } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    await enterCase(challenge, body, tell);
  } catch (error) {
    tell({ kind: "refused", problems: [error instanceof Error ? error.message : String(error)] });
  }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  added: "added",
  mended: "reference mended",
  changed: "facts changed",
  unchanged: "was there already",
};

/** Enters an uploaded case, waiting where the platform asks to. */
export async function enterCase(
  challenge: string,
  body: Record<string, unknown>,
  tell: (state: SendState) => void,
): Promise<void> {
  tell({ kind: "checking" });
  for (let left = ATTEMPTS; ; left -= 1) {
    const response = await fetch(`/api/v1/challenges/${challenge}/cases`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null);
    if ((response === null || response.status === 429 || response.status >= 500) && left > 0) {
      await pause();
      continue;
    }
    const answer = (await response?.json().catch(() => ({}))) as {
      outcome?: string;
      revision?: number;
      warning?: string | null;
      code?: string;
      detail?: string;
      confirm?: string;
      effects?: PhaseEffect[];
      reports?: { file: string; problem: string }[];
      fields?: { path: string; message: string }[];
    };
    if (response?.ok) {
      const words = OUTCOMES[answer.outcome ?? ""] ?? "entered";
      return tell({
        kind: "done",
        words: answer.outcome === "mended" ? `${words}, revision ${answer.revision}` : words,
        warning: answer.warning ?? null,
      });
    }
    if (answer.code === "confirmation-needed" && answer.confirm)
      return tell({ kind: "confirm", token: answer.confirm, effects: answer.effects ?? [], body });
    const problems = answer.reports?.map(({ file, problem }) => `${file}: ${problem}`) ??
      answer.fields?.map(({ path, message }) => `${path}: ${message}`) ?? [
        answer.detail ?? "The portal could not be reached.",
      ];
    return tell({ kind: "refused", problems });
  }
}

/** Sends one file; resolves with the SHA-256 that the server computed. A broken connection is tried again for minutes. */
function upload(challenge: string, file: File, onShare: (share: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let left = ATTEMPTS;
    onShare(0);
    const running = startUpload(
      file,
      {
        onProgress: ({ sentBytes, totalBytes }) => onShare(totalBytes > 0 ? sentBytes / totalBytes : 0),
        onDone: (_id, sha256) => resolve(sha256),
        onFailure: (message, canResume) => {
          if (!canResume || left === 0) return reject(new Error(`${file.name}: ${message}`));
          left -= 1;
          void pause().then(() => running.resume());
        },
      },
      { challenge, kind: "case" },
    );
  });
}
