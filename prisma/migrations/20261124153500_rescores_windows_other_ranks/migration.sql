-- AlterTable
ALTER TABLE "Evaluation" ADD COLUMN     "cancelRequestedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE UNLOGGED TABLE "RequestWindow" (
    "key" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "count" INTEGER NOT NULL,

    CONSTRAINT "RequestWindow_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "RequestWindow_startedAt_idx" ON "RequestWindow"("startedAt");

-- AlterTable
ALTER TABLE "LeaderboardRevision" ADD COLUMN     "otherRanks" JSONB;
