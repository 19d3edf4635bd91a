import { CircleCheck } from "lucide-react";
import { Button } from "#ui/button.tsx";
import { formatBytes } from "#ui/format-number.ts";
import type { EarlierSubmission } from "./earlier-submission.ts";
import { SUBMIT_TEXTS as T } from "./submit-texts.ts";

/** The image of an earlier submission, in place of an upload. */
export function KeptImage({ upload, onOther }: { upload: EarlierSubmission["upload"]; onOther: () => void }) {
  return (
    <section aria-label={T.kept} className="frame space-y-3 p-5">
      <div className="flex items-start gap-3">
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
        <div className="min-w-0 flex-1">
          <p className="font-strong">{T.kept}</p>
          <p className="text-muted text-small">{T.keptHint}</p>
          <p className="mt-2 break-all text-small">
            {upload.fileName}, {formatBytes(upload.sizeBytes)}
          </p>
          {upload.sha256 ? <p className="break-all font-mono text-muted text-small">SHA-256 {upload.sha256}</p> : null}
        </div>
      </div>
      <Button size="small" onClick={onOther}>
        {T.uploadOther}
      </Button>
    </section>
  );
}
