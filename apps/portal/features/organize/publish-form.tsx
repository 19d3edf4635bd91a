"use client";

import { publishAction } from "./actions.ts";
import { OrganizeForm } from "./organize-form.tsx";
import { ORGANIZE_TEXTS as T } from "./texts.ts";

/** Draft to public, and back. */
export function PublishForm({
  challenge,
  visibility,
  owner,
}: {
  challenge: string;
  visibility: string;
  owner: boolean;
}) {
  const isPublic = visibility === "public";
  return (
    <div className="space-y-4">
      <p>{isPublic ? T.public : T.draft}</p>
      {owner ? (
        <OrganizeForm
          key={visibility}
          action={publishAction}
          submit={isPublic ? T.unpublish : T.publish}
          kind={isPublic ? "secondary" : "primary"}
        >
          {() => (
            <>
              <input type="hidden" name="challenge" value={challenge} />
              <input type="hidden" name="visibility" value={isPublic ? "draft" : "public"} />
              {isPublic ? null : <p className="text-muted text-small">{T.publishConfirm}</p>}
            </>
          )}
        </OrganizeForm>
      ) : (
        <p className="text-muted text-small">{T.ownersOnly}</p>
      )}
    </div>
  );
}
