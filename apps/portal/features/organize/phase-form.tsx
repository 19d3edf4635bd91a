"use client";

import type { PhaseDocument } from "@bodymark/challenge-file";
import { savePhaseAction } from "./actions.ts";
import { OrganizeForm } from "./organize-form.tsx";
import { CasesPart } from "./phase-parts/cases-part.tsx";
import { ContainerPart } from "./phase-parts/container-part.tsx";
import { QuotaPart } from "./phase-parts/quota-part.tsx";
import { RankingPart } from "./phase-parts/ranking-part.tsx";
import { WhatPart } from "./phase-parts/what-part.tsx";
import { WhenPart } from "./phase-parts/when-part.tsx";
import { PHASE_TEXTS as T } from "./phase-texts.ts";

interface PhaseFormProps {
  challenge: string;
  phase: PhaseDocument;
  isNew: boolean;
  /** Other phases, for the gate. */
  others: readonly { slug: string; title: string }[];
  caseCount: number;
  /** Version of a phase that is there. */
  base?: string;
  readOnly: boolean;
}

/** Everything that a phase is, in parts. */
export function PhaseForm({ challenge, phase, isNew, others, caseCount, base, readOnly }: PhaseFormProps) {
  const { limits, ranking } = phase;
  const kept = { ranking: { groups: ranking.groups, bootstrap: ranking.bootstrap }, limits: { pids: limits.pids } };
  return (
    <OrganizeForm
      action={savePhaseAction}
      submit={isNew ? T.add : T.save}
      readOnly={readOnly}
      {...(base === undefined ? {} : { base })}
    >
      {(errors) => (
        <>
          <input type="hidden" name="challenge" value={challenge} />
          <input type="hidden" name="new" value={isNew ? "1" : "0"} />
          <input type="hidden" name="kept" value={JSON.stringify(kept)} />
          {isNew ? null : <input type="hidden" name="slug" value={phase.slug} />}
          <WhatPart phase={phase} errors={errors} isNew={isNew} />
          <WhenPart phase={phase} errors={errors} />
          <CasesPart phase={phase} errors={errors} caseCount={caseCount} />
          <ContainerPart phase={phase} errors={errors} />
          <QuotaPart phase={phase} errors={errors} others={others} />
          <RankingPart phase={phase} errors={errors} />
        </>
      )}
    </OrganizeForm>
  );
}
