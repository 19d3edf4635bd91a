import { ButtonLink, buttonClass } from "#ui/button.tsx";
import { PublishBoardForm, RescoreForm } from "./action-form.tsx";
import { MANAGE_TEXTS as T } from "./texts.ts";

interface PhaseActionsProps {
  challenge: string;
  phase: { slug: string; title: string };
  published: boolean;
  readOnly: boolean;
}

/** What can be done with a whole phase: re-score, publish, compare, export. */
export function PhaseActions({ challenge, phase, published, readOnly }: PhaseActionsProps) {
  const names = { challenge, phase: phase.slug };
  const files = `/api/v1/challenges/${challenge}/phases/${phase.slug}/export`;
  return (
    <div className="frame grid gap-x-8 gap-y-6 px-5 py-4 lg:grid-cols-3">
      <div className="space-y-2">
        <p className="text-muted text-small">{T.rescoreHint}</p>
        {readOnly ? null : <RescoreForm names={names} />}
      </div>
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
  );
}
