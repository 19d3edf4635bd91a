-- AlterTable
ALTER TABLE "Case" ADD COLUMN     "voxelSha256" TEXT;

-- CreateTable
CREATE TABLE "ChallengeFile" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "objectKey" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "ChallengeFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PhaseAmendment" (
    "id" TEXT NOT NULL,
    "phaseId" TEXT NOT NULL,
    "actorId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "reason" TEXT NOT NULL,
    "changes" JSONB NOT NULL,

    CONSTRAINT "PhaseAmendment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ChallengeFile_challengeId_name_key" ON "ChallengeFile"("challengeId", "name");

-- CreateIndex
CREATE INDEX "PhaseAmendment_phaseId_at_idx" ON "PhaseAmendment"("phaseId", "at");

-- AddForeignKey
ALTER TABLE "ChallengeFile" ADD CONSTRAINT "ChallengeFile_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PhaseAmendment" ADD CONSTRAINT "PhaseAmendment_phaseId_fkey" FOREIGN KEY ("phaseId") REFERENCES "Phase"("id") ON DELETE CASCADE ON UPDATE CASCADE;
