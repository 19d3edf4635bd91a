"use client";

import { useRouter } from "next/navigation";
import { type FocusEvent, type FormEvent, useEffect, useRef, useState } from "react";
import { forgetUpload } from "#features/uploads/kept-upload.ts";
import { Button } from "#ui/button.tsx";
import { Field, TextArea } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import type { EarlierSubmission } from "./earlier-submission.ts";
import { FileDrop } from "./file-drop.tsx";
import { KeptImage } from "./kept-image.tsx";
import { MethodFields } from "./method-fields.tsx";
import { labelMapProblem, readSubmitForm } from "./read-submit-form.ts";
import { SUBMIT_TEXTS as T } from "./submit-texts.ts";
import { useDraft } from "./use-draft.ts";
import { useUpload } from "./use-upload.ts";

interface Answer {
  id?: string;
  detail?: string;
  fields?: { path: string; message: string }[];
}

interface SubmitFormProps {
  challenge: string;
  phase: string;
  /** Largest image that the phase takes, in bytes. */
  maxBytes: number;
  disabled: boolean;
  earlier: EarlierSubmission | null;
}

/** Uploads an image while the form is filled in, then hands both in. Pressed early, it submits when the upload ends. */
export function SubmitForm({ challenge, phase, maxBytes, disabled, earlier }: SubmitFormProps) {
  const router = useRouter();
  const upload = useUpload({ challenge, phase }, maxBytes);
  const form = useRef<HTMLFormElement>(null);
  const pressed = useRef(false);
  const [kept, setKept] = useState(earlier?.upload ?? null);
  const [armed, setArmed] = useState(false);
  const [sending, setSending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const draft = useDraft(form, `bodymark.draft.${challenge}.${phase}${earlier ? `.${earlier.id}` : ""}`);

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
        draft.clear();
        forgetUpload({ challenge, phase });
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

  /** What the browser can tell of a field, said when it is left. */
  function checkField({ target }: FocusEvent<HTMLFormElement>) {
    const path = FIELDS[target.name];
    if (!path || !(target instanceof HTMLInputElement)) return;
    const wrong = problemOf(target);
    const show = () => setErrors(({ [path]: _, ...others }) => (wrong ? { ...others, [path]: wrong } : others));
    // A line that appears under a pressed pointer moves what is pressed away, and the click is lost.
    if (pressed.current) window.addEventListener("pointerup", () => setTimeout(show), { once: true });
    else show();
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setMessage(null);
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    const wrong = [...event.currentTarget.elements].flatMap((field) => {
      const path = field instanceof HTMLInputElement ? FIELDS[field.name] : undefined;
      const problem = path && path !== "name" && field instanceof HTMLInputElement ? problemOf(field) : "";
      return path && problem ? [[path, problem] as const] : [];
    });
    const found = { ...Object.fromEntries(wrong), ...(name ? {} : { name: NO_NAME }) };
    setErrors(found);
    if (!name) return document.getElementById("name")?.focus();
    if (wrong.length > 0) return setMessage("Some fields are not right yet; see above.");
    if (kept) return void handIn(kept.id);
    if (upload.state.kind === "none") return setMessage("Choose the archive of your image first.");
    if (upload.state.kind === "failed")
      return setMessage("The upload is not complete. Resume it, or choose the file again.");
    setArmed(true);
  }

  return (
    <form
      ref={form}
      onSubmit={submit}
      onBlur={checkField}
      onPointerDownCapture={() => {
        pressed.current = true;
        window.addEventListener("pointerup", () => (pressed.current = false), { once: true });
      }}
      className="space-y-6"
      noValidate
    >
      {kept ? <KeptImage upload={kept} onOther={() => setKept(null)} /> : <FileDrop {...upload} />}
      <Field
        name="name"
        label={T.name}
        hint={T.nameHint}
        maxLength={120}
        error={errors.name}
        autoComplete="off"
        defaultValue={earlier?.name}
      />
      <TextArea
        name="description"
        label={T.description}
        hint={T.descriptionHint}
        maxLength={20_000}
        optional
        error={errors.description}
        defaultValue={earlier?.description}
      />
      <MethodFields errors={errors} method={earlier?.method ?? {}} filled={draft.restored || earlier !== null} />
      <Field
        name="labelMap"
        label={T.labelMap}
        hint={T.labelMapHint}
        optional
        autoComplete="off"
        spellCheck={false}
        maxLength={20_000}
        placeholder="1=8, 5=6"
        error={errors.labelMap}
        defaultValue={earlier?.labelMap ?? undefined}
      />
      <label className="flex gap-3">
        <input
          type="checkbox"
          name="anonymous"
          defaultChecked={earlier?.anonymous ?? false}
          className="mt-1 size-4 accent-accent"
        />
        {T.anonymous}
      </label>
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
        <p className="text-muted text-small">{T.drafted}</p>
      </div>
    </form>
  );
}

/** What is wrong with a field as it stands; "" for nothing. */
function problemOf(field: HTMLInputElement): string {
  if (field.name === "name") return field.value.trim() ? "" : NO_NAME;
  if (field.name === "labelMap") return labelMapProblem(field.value) ?? "";
  return field.validationMessage;
}

const NO_NAME = "Give the algorithm a name.";

/** Fields that are checked here, and the names that the API gives them. */
const FIELDS: Readonly<Record<string, string>> = {
  name: "name",
  paperUrl: "method.paperUrl",
  codeUrl: "method.codeUrl",
  parametersMillion: "method.parametersMillion",
  preTrainedScans: "method.preTrainedScans",
  labelMap: "labelMap",
};
