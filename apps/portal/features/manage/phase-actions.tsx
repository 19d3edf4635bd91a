import type { StaleResults } from "@bodymark/challenge";
import { ButtonLink, buttonClass } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import {
  CancelRescoreForm,
  PublishBoardForm,
  RerunSeveralForm,
  RescoreForm,
  RescoreOutdatedForm,
} from "./action-form.tsx";
import { MANAGE_TEXTS as T } from "./texts.ts";

interface PhaseActionsProps {
  challenge: string;
  phase: { slug: string; title: string };
  published: boolean;
  readOnly: boolean;
  /** Results that a mended reference has made stale. */
  stale: StaleResults | undefined;
  /** Re-scorings of this phase that wait or go on. */
  rescoring: number;
}

/** What can be done with a whole phase: re-score, publish, compare, export. */
export function PhaseActions({ challenge, phase, published, readOnly, stale, rescoring }: PhaseActionsProps) {
  const names = { challenge, phase: phase.slug };
  const files = `/api/v1/challenges/${challenge}/phases/${phase.slug}/export`;
  return (
    <div className="space-y-4">
      {stale ? (
        <Notice tone="warn">
          <p>{T.stale(stale)}</p>
          {readOnly ? null : (
            <div className="mt-3">
              <RescoreOutdatedForm names={names} />
            </div>
          )}
        </Notice>
      ) : null}
      <div className="frame grid gap-x-8 gap-y-6 px-5 py-4 lg:grid-cols-2">
        <div className="space-y-2">
          <p className="text-muted text-small">{T.rescoreHint}</p>
          {readOnly ? null : <RescoreForm names={names} />}
          {readOnly || rescoring === 0 ? null : <CancelRescoreForm names={names} />}
        </div>
        {readOnly ? null : (
          <div className="space-y-2">
            <p className="text-muted text-small">{T.rerunSeveralHint}</p>
            <RerunSeveralForm names={names} />
          </div>
        )}
        <div className="space-y-2">
          <p className="text-muted text-small">{published ? T.published : T.publishHint}</p>
          {published || readOnly ? null : <PublishBoardForm names={names} />}
          <ButtonLink href={`/organize/${challenge}/boards/${phase.slug}`}>{T.compare}</ButtonLink>
        </div>
        <div className="space-y-2">
          <p className="text-muted text-small">{T.exportHint}</p>
          <p className="flex flex-wrap gap-2">
            {["csv", "json", "zip"].map((format) => (
              <a
                key={format}
                href={`${files}?format=${format}`}
                download
                className={buttonClass("secondary", "small")}
                aria-label={`${T.exports} ${phase.title} as ${format}`}
              >
                {format.toUpperCase()}
              </a>
            ))}
          </p>
        </div>
      </div>
    </div>
  );
}
