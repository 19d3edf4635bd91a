"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "#ui/button.tsx";
import { Field, TextArea } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { FileDrop } from "./file-drop.tsx";
import { MethodFields } from "./method-fields.tsx";
import { readSubmitForm } from "./read-submit-form.ts";
import { SUBMIT_TEXTS as T } from "./submit-texts.ts";
import { useUpload } from "./use-upload.ts";

interface Answer {
  id?: string;
  detail?: string;
  fields?: { path: string; message: string }[];
}

/** Uploads an image while the form is filled in, then hands both in. Pressed early, it submits when the upload ends. */
export function SubmitForm({ challenge, phase, disabled }: { challenge: string; phase: string; disabled: boolean }) {
  const router = useRouter();
  const upload = useUpload({ challenge, phase });
  const form = useRef<HTMLFormElement>(null);
  const [armed, setArmed] = useState(false);
  const [sending, setSending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  useDraft(form, `bodymark.draft.${challenge}`);

  async function handIn(uploadId: string) {
    if (!form.current) return;
    setArmed(false);
    setSending(true);
    setMessage(null);
    try {
      const response = await fetch(`/api/v1/challenges/${challenge}/phases/${phase}/submissions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(readSubmitForm(new FormData(form.current), uploadId)),
      });
      const answer = (await response.json()) as Answer;
      if (response.ok && answer.id) {
        localStorage.removeItem(`bodymark.draft.${challenge}`);
        router.push(`/submissions/${answer.id}`);
        return;
      }
      setErrors(Object.fromEntries((answer.fields ?? []).map((field) => [field.path, field.message])));
      setMessage(answer.detail ?? "It could not be handed in. The upload is kept; try again.");
    } catch {
      setMessage("The portal could not be reached. The upload is kept; try again.");
    }
    setSending(false);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: hand in once, when the upload that was waited for is done
  useEffect(() => {
    if (armed && upload.state.kind === "done") void handIn(upload.state.uploadId);
    if (upload.state.kind === "failed") setArmed(false);
  }, [upload.state, armed]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setMessage(null);
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    setErrors(name ? {} : { name: "Give the algorithm a name." });
    if (!name) return document.getElementById("name")?.focus();
    if (upload.state.kind === "none") return setMessage("Choose the archive of your image first.");
    if (upload.state.kind === "failed")
      return setMessage("The upload is not complete. Resume it, or choose the file again.");
    setArmed(true);
  }

  return (
    <form ref={form} onSubmit={submit} className="space-y-6" noValidate>
      <FileDrop {...upload} />
      <Field name="name" label={T.name} hint={T.nameHint} maxLength={120} error={errors.name} autoComplete="off" />
      <TextArea
        name="description"
        label={T.description}
        hint={T.descriptionHint}
        maxLength={20_000}
        optional
        error={errors.description}
      />
      <MethodFields errors={errors} />
      {message ? (
        <Notice tone="bad" live>
          <p>{message}</p>
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" kind="primary" disabled={disabled || sending}>
          {sending ? T.submitting : T.submit}
        </Button>
        <p role="status" className="text-muted">
          {armed && upload.state.kind === "sending" ? T.armed : ""}
        </p>
      </div>
    </form>
  );
}

/** Keeps what is typed in this browser, so that a reload loses nothing. */
function useDraft(form: { readonly current: HTMLFormElement | null }, key: string): void {
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    const kept = new URLSearchParams(localStorage.getItem(key) ?? "");
    for (const [name, value] of kept) {
      const field = element.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = value === "on";
      else if (field && "value" in field && !(field instanceof HTMLInputElement && field.type === "file"))
        field.value = value;
    }
    const keep = () => {
      const entries = [...new FormData(element)].flatMap(([name, value]) =>
        typeof value === "string" && value ? [[name, value]] : [],
      );
      localStorage.setItem(key, new URLSearchParams(entries).toString());
    };
    element.addEventListener("input", keep);
    return () => element.removeEventListener("input", keep);
  }, [form, key]);
}
