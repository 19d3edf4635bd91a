"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { CopyButton } from "#ui/copy-button.tsx";
import { Picture } from "#ui/picture.tsx";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

/** The pictures of a challenge's pages, and a way to add some. */
export function PictureList({
  challenge,
  pictures,
  readOnly,
}: {
  challenge: string;
  pictures: readonly { name: string; sha256: string }[];
  readOnly: boolean;
}) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  async function send(files: FileList | null) {
    setBusy(true);
    const wrong: string[] = [];
    for (const file of files ?? []) {
      const name = file.name.replaceAll(/[^A-Za-z0-9._-]+/g, "-");
      const response = await fetch(`/api/v1/challenges/${challenge}/pictures/${name}`, {
        method: "PUT",
        body: file,
      }).catch(() => null);
      if (response?.ok) continue;
      const answer = (await response?.json().catch(() => null)) as { detail?: string } | null;
      wrong.push(`${file.name}: ${answer?.detail ?? "could not be sent. Try again."}`);
    }
    if (input.current) input.current.value = "";
    setProblems(wrong);
    setBusy(false);
    router.refresh();
  }
  return (
    <div className="space-y-4">
      {pictures.length > 0 ? (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {pictures.map(({ name, sha256 }) => (
            <li key={name} className="frame flex min-w-0 items-center gap-3 p-3">
              <Picture
                src={`/api/v1/challenges/${challenge}/pictures/${name}?v=${sha256.slice(0, 8)}`}
                alt={name}
                className="size-14 shrink-0 rounded-small bg-sunken object-contain"
              />
              <div className="min-w-0 space-y-1 text-small">
                <p className="break-all">{name}</p>
                <CopyButton text={`![](pictures/${name})`} label={T.copyMarkdown} />
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {readOnly ? null : (
        <div>
          <label htmlFor="picture-files" className="mb-1.5 block font-strong">
            {T.addPictures}
          </label>
          <input
            ref={input}
            id="picture-files"
            type="file"
            multiple
            accept="image/png,image/jpeg,image/webp,image/gif"
            disabled={busy}
            onChange={(event) => void send(event.target.files)}
            className="block w-full text-small file:mr-3 file:rounded-base file:border file:border-edge file:bg-surface file:px-3 file:py-1.5 file:text-ink"
          />
        </div>
      )}
      <p role="status" className="text-muted text-small">
        {busy ? T.sending : ""}
      </p>
      {problems.length > 0 ? (
        <ul role="alert" className="space-y-1 text-bad">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
