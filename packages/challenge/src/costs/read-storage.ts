import type { Database } from "@bodymark/db";

/** What is stored now, in bytes. Each file counts once, however many parts of the challenge use it. */
export interface Storage {
  bytes: number;
  imageBytes: number;
  predictionBytes: number;
  /** Scans and references, all revisions. */
  caseBytes: number;
  /** Files whose size is not known yet: a worker looks them up. */
  unmeasured: number;
}

export interface StorageOf {
  total: Storage;
  /** Images that its submissions brought, their predictions, and its cases. */
  ofPhase(id: string): Storage;
  /** Images that it handed in, and their predictions. */
  ofTeam(id: string): Storage;
}

/**
 * Archives by object: one that several phases or teams use counts whole for each of them, and once in the total. Kept
 * predictions by evaluation, which its re-scorings share. Cases with all revisions of their references, in each phase that
 * has them and once in the total.
 */
export async function readStorage(db: Database, challengeId: string): Promise<StorageOf> {
  const [images, predictions, cases] = await Promise.all([
    db.$queryRaw<{ phaseId: string | null; teamId: string | null; bytes: number }[]>`
      with used as (
        select distinct s."phaseId", s."teamId", u."objectKey", u."sizeBytes"
        from "Submission" s join "Phase" p on p.id = s."phaseId" join "Upload" u on u.id = s."uploadId"
        where p."challengeId" = ${challengeId} and u."objectKey" is not null)
      select "phaseId", null as "teamId", sum("sizeBytes")::float8 as bytes
        from (select distinct "phaseId", "objectKey", "sizeBytes" from used) o group by 1
      union all select null, "teamId", sum("sizeBytes")::float8
        from (select distinct "teamId", "objectKey", "sizeBytes" from used) o group by 2
      union all select null, null, sum("sizeBytes")::float8
        from (select distinct "objectKey", "sizeBytes" from used) o having count(*) > 0`,
    db.$queryRaw<{ phaseId: string; teamId: string; bytes: number; unmeasured: number }[]>`
      select s."phaseId", s."teamId", coalesce(sum(e."keptBytes"), 0)::float8 as bytes,
        count(*) filter (where e."keptBytes" is null)::int as unmeasured
      from "Evaluation" e join "Submission" s on s.id = e."submissionId" join "Phase" p on p.id = s."phaseId"
      where p."challengeId" = ${challengeId} and e.kind = 'run' and e."keptBytes" is distinct from 0 group by 1, 2`,
    db.$queryRaw<{ phaseId: string | null; bytes: number; unmeasured: number }[]>`
      with sized as (
        select c.id, c."sizeBytes" + coalesce(sum(r."sizeBytes"), 0) as bytes,
          count(r.id) filter (where r."sizeBytes" is null) as unmeasured
        from "Case" c left join "CaseReference" r on r."caseId" = c.id
        where c."challengeId" = ${challengeId} group by c.id)
      select pc."phaseId", sum(z.bytes)::float8 as bytes, sum(z.unmeasured)::int as unmeasured
        from sized z join "PhaseCase" pc on pc."caseId" = z.id group by 1
      union all select null, coalesce(sum(bytes), 0)::float8, coalesce(sum(unmeasured), 0)::int from sized`,
  ]);
  const sum = (rows: readonly { bytes: number }[]) => rows.reduce((total, { bytes }) => total + bytes, 0);
  const count = (rows: readonly { unmeasured: number }[]) =>
    rows.reduce((total, { unmeasured }) => total + unmeasured, 0);
  const toStorage = (
    image: readonly { bytes: number }[],
    kept: readonly { bytes: number; unmeasured: number }[],
    scans: readonly { bytes: number; unmeasured: number }[],
  ): Storage => ({
    bytes: sum(image) + sum(kept) + sum(scans),
    ...{ imageBytes: sum(image), predictionBytes: sum(kept), caseBytes: sum(scans) },
    unmeasured: count(kept) + count(scans),
  });
  return {
    total: toStorage(
      images.filter(({ phaseId, teamId }) => phaseId === null && teamId === null),
      predictions,
      cases.filter(({ phaseId }) => phaseId === null),
    ),
    ofPhase: (id) =>
      toStorage(
        images.filter(({ phaseId }) => phaseId === id),
        predictions.filter(({ phaseId }) => phaseId === id),
        cases.filter(({ phaseId }) => phaseId === id),
      ),
    ofTeam: (id) =>
      toStorage(
        images.filter(({ teamId }) => teamId === id),
        predictions.filter(({ teamId }) => teamId === id),
        [],
      ),
  };
}
