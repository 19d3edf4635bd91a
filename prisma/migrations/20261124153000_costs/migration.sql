-- AlterTable
ALTER TABLE "Challenge" ADD COLUMN     "budgetAmount" DOUBLE PRECISION,
ADD COLUMN     "budgetUnit" TEXT,
ADD COLUMN     "prices" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "Phase" ADD COLUMN     "keptLimitBytes" BIGINT NOT NULL DEFAULT 107374182400;

-- AlterTable
ALTER TABLE "CaseReference" ADD COLUMN     "sizeBytes" BIGINT;

-- Null on the rows of before (a worker measures them), 0 on new ones.
ALTER TABLE "Evaluation" ADD COLUMN     "keptBytes" BIGINT,
ADD COLUMN     "predictionsGoneAt" TIMESTAMPTZ(3);
ALTER TABLE "Evaluation" ALTER COLUMN "keptBytes" SET DEFAULT 0;
UPDATE "Evaluation" SET "keptBytes" = 0 WHERE kind <> 'run';

-- CreateTable
CREATE TABLE "RunUse" (
    "evaluationId" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "phaseId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "rerun" BOOLEAN NOT NULL,
    "runs" INTEGER NOT NULL,
    "containerMs" DOUBLE PRECISION NOT NULL,
    "gpuMs" DOUBLE PRECISION NOT NULL,
    "coreMs" DOUBLE PRECISION NOT NULL,
    "cpuMs" DOUBLE PRECISION NOT NULL,
    "cpuUnread" INTEGER NOT NULL,

    CONSTRAINT "RunUse_pkey" PRIMARY KEY ("evaluationId","outcome")
);

-- CreateTable
CREATE TABLE "BudgetWarning" (
    "challengeId" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "amount" DOUBLE PRECISION NOT NULL,
    "percent" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "BudgetWarning_pkey" PRIMARY KEY ("challengeId","unit","amount","percent")
);

-- CreateIndex
CREATE INDEX "RunUse_phaseId_idx" ON "RunUse"("phaseId");

-- AddForeignKey
ALTER TABLE "RunUse" ADD CONSTRAINT "RunUse_evaluationId_fkey" FOREIGN KEY ("evaluationId") REFERENCES "Evaluation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BudgetWarning" ADD CONSTRAINT "BudgetWarning_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What case runs of before still tell: the times of their repeats, and the median CPU time of these. Warm-ups and runs
-- that broke off were not noted then.
INSERT INTO "RunUse" ("evaluationId", outcome, "phaseId", "teamId", rerun, runs, "containerMs", "gpuMs", "coreMs", "cpuMs", "cpuUnread")
SELECT e.id, CASE WHEN r.status = 'ok' THEN 'ok' ELSE 'failed' END, s."phaseId", s."teamId", e.attempt > 1,
  sum(cardinality(r."repeatsMs")),
  sum(t.ms),
  sum(t.ms * CASE WHEN l.gpus = 'none' THEN 0 WHEN l.gpus ~ '^[0-9]+$' THEN l.gpus::int ELSE 1 END),
  sum(t.ms * l.cpus),
  sum(coalesce(r."cpuMs", 0) * cardinality(r."repeatsMs")),
  coalesce(sum(cardinality(r."repeatsMs")) FILTER (WHERE r."cpuMs" IS NULL), 0)
FROM "CaseRun" r
JOIN "Evaluation" e ON e.id = r."evaluationId" AND e.kind = 'run'
JOIN "Submission" s ON s.id = e."submissionId"
CROSS JOIN LATERAL (SELECT coalesce(sum(ms), 0) AS ms FROM unnest(r."repeatsMs") AS ms) t
CROSS JOIN LATERAL (SELECT coalesce(e.limits->>'gpus', 'none') AS gpus, coalesce((e.limits->>'cpus')::float8, 2) AS cpus) l
WHERE r.state = 'done' AND cardinality(r."repeatsMs") > 0
GROUP BY 1, 2, 3, 4, 5;
