"use client";

import { removePhaseAction } from "./actions.ts";
import { OrganizeForm } from "./organize-form.tsx";
import { PHASE_TEXTS as T } from "./phase-texts.ts";

export function RemovePhaseForm({ challenge, phase }: { challenge: string; phase: string }) {
  return (
    <details className="frame p-5">
      <summary className="font-strong">{T.remove}</summary>
      <div className="mt-4">
        <OrganizeForm action={removePhaseAction} submit={T.remove} kind="danger">
          {() => (
            <>
              <input type="hidden" name="challenge" value={challenge} />
              <input type="hidden" name="phase" value={phase} />
              <p className="text-muted">{T.removeHint}</p>
            </>
          )}
        </OrganizeForm>
      </div>
    </details>
  );
}
