import { defaultOptions } from "tus-js-client";
import { z } from "zod";

/** A whole upload that has not been handed in yet. */
export interface KeptUpload {
  readonly uploadId: string;
  readonly sha256: string;
  readonly name: string;
  readonly size: number;
}

const keptSchema = z.object({ uploadId: z.string(), sha256: z.string(), name: z.string(), size: z.number() });
const answerSchema = z.object({ state: z.literal("complete"), sha256: z.string() });

interface PhaseTarget {
  readonly challenge: string;
  readonly phase: string;
}

const keyOf = ({ challenge, phase }: PhaseTarget) => `bodymark.upload.${challenge}.${phase}`;

/** Remembers a whole upload in this browser until it is handed in, so that a reload costs no second one. */
export function keepUpload(target: PhaseTarget, upload: KeptUpload): void {
  localStorage.setItem(keyOf(target), JSON.stringify(upload));
}

export function forgetUpload(target: PhaseTarget): void {
  localStorage.removeItem(keyOf(target));
}

/** The whole upload that this browser remembers, if the portal still has it for whoever is signed in. */
export async function findKeptUpload(target: PhaseTarget): Promise<KeptUpload | null> {
  const kept = keptSchema.safeParse(parse(localStorage.getItem(keyOf(target))));
  if (!kept.success) return null;
  const response = await fetch(`/api/v1/uploads/${encodeURIComponent(kept.data.uploadId)}`);
  const answer = answerSchema.safeParse(response.ok ? await response.json() : null);
  if (answer.success && answer.data.sha256 === kept.data.sha256) return kept.data;
  forgetUpload(target);
  return null;
}

/** The newest upload for this phase that was begun in this browser and broke off: its file's name, and its size in bytes. */
export async function findUnfinishedUpload(target: PhaseTarget): Promise<{ name: string; size: number } | null> {
  const begun = (await defaultOptions.urlStorage?.findAllUploads()) ?? [];
  const own = begun
    .filter(({ metadata }) => metadata.challenge === target.challenge && metadata.phase === target.phase)
    .sort((a, b) => Date.parse(b.creationTime) - Date.parse(a.creationTime));
  const [latest] = own;
  return latest?.size ? { name: latest.metadata.filename ?? "", size: latest.size } : null;
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null; // not written by us
  }
}
