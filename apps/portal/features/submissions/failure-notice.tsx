import type { FailureView } from "@bodymark/challenge";
import { Notice } from "#ui/notice.tsx";
import { InlineCode } from "./inline-code.tsx";
import { SUBMISSION_TEXTS as T } from "./texts.ts";

/** A failure, explained: what happened, when, whose fault it is, what to do next. */
export function FailureNotice({ failure }: { failure: FailureView }) {
  const { code, stage, fault, title, what, next, detail } = failure;
  return (
    <Notice tone={code === "cancelled" ? "warn" : "bad"} title={title} live>
      <p>
        <InlineCode text={what} />
        {detail && detail !== what ? (
          <>
            {" "}
            <InlineCode text={detail} />
          </>
        ) : null}
      </p>
      <p>
        <span className="font-strong">{T.whatToDo} </span>
        <InlineCode text={next} />
      </p>
      <p className="text-small">
        {T.code} <code>{code}</code>, {T.stages[stage]}. {code === "cancelled" ? "" : T.faults[fault]}
      </p>
    </Notice>
  );
}
