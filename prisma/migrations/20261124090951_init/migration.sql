-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT DEFAULT 'participant',
    "banned" BOOLEAN DEFAULT false,
    "banReason" TEXT,
    "banExpires" TIMESTAMPTZ(3),
    "twoFactorEnabled" BOOLEAN DEFAULT false,
    "affiliation" TEXT,
    "country" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "impersonatedBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Apikey" (
    "id" TEXT NOT NULL,
    "configId" TEXT NOT NULL DEFAULT 'default',
    "name" TEXT,
    "start" TEXT,
    "referenceId" TEXT NOT NULL,
    "prefix" TEXT,
    "key" TEXT NOT NULL,
    "refillInterval" INTEGER,
    "refillAmount" INTEGER,
    "lastRefillAt" TIMESTAMPTZ(3),
    "enabled" BOOLEAN DEFAULT true,
    "rateLimitEnabled" BOOLEAN DEFAULT true,
    "rateLimitTimeWindow" INTEGER,
    "rateLimitMax" INTEGER,
    "requestCount" INTEGER DEFAULT 0,
    "remaining" INTEGER,
    "lastRequest" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "permissions" TEXT,
    "metadata" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Apikey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TwoFactor" (
    "id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backupCodes" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failedVerificationCount" INTEGER DEFAULT 0,
    "lockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "TwoFactor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Passkey" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "publicKey" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "credentialID" TEXT NOT NULL,
    "counter" INTEGER NOT NULL,
    "deviceType" TEXT NOT NULL,
    "backedUp" BOOLEAN NOT NULL,
    "transports" TEXT,
    "aaguid" TEXT,
    "createdAt" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "lastRequest" BIGINT NOT NULL,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Challenge" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "overview" TEXT NOT NULL DEFAULT '',
    "rules" TEXT NOT NULL DEFAULT '',
    "dataNotes" TEXT NOT NULL DEFAULT '',
    "discussionUrl" TEXT,
    "logoKey" TEXT,
    "visibility" TEXT NOT NULL DEFAULT 'draft',
    "admission" TEXT NOT NULL DEFAULT 'open',
    "emailDomains" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChallengeOrganizer" (
    "challengeId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'owner',

    CONSTRAINT "ChallengeOrganizer_pkey" PRIMARY KEY ("challengeId","userId")
);

-- CreateTable
CREATE TABLE "Structure" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "label" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "toleranceMm" DOUBLE PRECISION[],
    "flareToleranceMm" DOUBLE PRECISION,

    CONSTRAINT "Structure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StructureGroup" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "StructureGroup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Phase" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "caseVisibility" TEXT NOT NULL DEFAULT 'hidden',
    "opensAt" TIMESTAMPTZ(3),
    "closesAt" TIMESTAMPTZ(3),
    "profile" TEXT NOT NULL DEFAULT 'bodymaps',
    "limits" JSONB NOT NULL,
    "definition" TEXT NOT NULL DEFAULT 'surface-distance',
    "absentPolicy" TEXT NOT NULL DEFAULT 'leave-out',
    "scheme" JSONB NOT NULL,
    "schemeHash" TEXT,
    "frozenAt" TIMESTAMPTZ(3),
    "counting" TEXT NOT NULL DEFAULT 'best',
    "publication" TEXT NOT NULL DEFAULT 'live',
    "publishedAt" TIMESTAMPTZ(3),
    "quotaCount" INTEGER,
    "quotaWindowS" INTEGER NOT NULL DEFAULT 86400,
    "failureCount" INTEGER,
    "gatePhaseId" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Phase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Case" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "patient" TEXT,
    "metadata" JSONB NOT NULL,
    "imageKey" TEXT NOT NULL,
    "imageSha256" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "shape" INTEGER[],
    "spacingMm" DOUBLE PRECISION[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CaseReference" (
    "id" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "labelKey" TEXT NOT NULL,
    "labelSha256" TEXT NOT NULL,
    "present" INTEGER[],
    "notAnnotated" INTEGER[],
    "note" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "CaseReference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PhaseCase" (
    "phaseId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "timing" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "PhaseCase_pkey" PRIMARY KEY ("phaseId","caseId")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'approved',
    "rulesAcceptedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "challengeId" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    "joinedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("teamId","userId")
);

-- CreateTable
CREATE TABLE "Upload" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'image',
    "fileName" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "offsetBytes" BIGINT NOT NULL DEFAULT 0,
    "declaredSha256" TEXT,
    "sha256" TEXT,
    "objectKey" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "message" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "touchedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "completedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Image" (
    "digest" TEXT NOT NULL,
    "archiveSha256" TEXT NOT NULL,
    "objectKey" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "expandedBytes" BIGINT NOT NULL,
    "architecture" TEXT NOT NULL,
    "accepted" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Image_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "Submission" (
    "id" TEXT NOT NULL,
    "phaseId" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "uploadId" TEXT NOT NULL,
    "imageDigest" TEXT,
    "algorithm" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "method" JSONB NOT NULL DEFAULT '{}',
    "labelMap" JSONB,
    "anonymous" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT 'checking',
    "failureCode" TEXT,
    "failureStage" TEXT,
    "failureMessage" TEXT,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "finishedAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "charged" BOOLEAN NOT NULL DEFAULT true,
    "chosen" BOOLEAN NOT NULL DEFAULT false,
    "baseline" BOOLEAN NOT NULL DEFAULT false,
    "verified" BOOLEAN NOT NULL DEFAULT false,
    "disqualifiedAt" TIMESTAMPTZ(3),
    "disqualifiedWhy" TEXT,

    CONSTRAINT "Submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Worker" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "capabilities" JSONB NOT NULL,
    "missingControls" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "fingerprint" TEXT,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "heartbeatAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "stoppedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Evaluation" (
    "id" TEXT NOT NULL,
    "submissionId" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'run',
    "state" TEXT NOT NULL DEFAULT 'queued',
    "workerId" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "faults" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "queuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "caseCount" INTEGER NOT NULL DEFAULT 0,
    "doneCases" INTEGER NOT NULL DEFAULT 0,
    "profile" TEXT,
    "limits" JSONB,
    "environment" JSONB,
    "fingerprint" TEXT,
    "imageDigest" TEXT,
    "scorerVersion" TEXT,
    "definition" TEXT,
    "referenceRevision" INTEGER,
    "failureCode" TEXT,
    "failureStage" TEXT,
    "failureMessage" TEXT,

    CONSTRAINT "Evaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CaseRun" (
    "id" TEXT NOT NULL,
    "evaluationId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "status" TEXT,
    "failureStage" TEXT,
    "flags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "repeatsMs" DOUBLE PRECISION[] DEFAULT ARRAY[]::DOUBLE PRECISION[],
    "medianMs" DOUBLE PRECISION,
    "cpuMs" DOUBLE PRECISION,
    "peakMemoryBytes" BIGINT,
    "gpuPeakBytes" BIGINT,
    "gpuMemoryAucMbS" DOUBLE PRECISION,
    "gpuEnergyJ" DOUBLE PRECISION,
    "predictionKey" TEXT,
    "predictionSha256" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CaseRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JournalEntry" (
    "id" BIGSERIAL NOT NULL,
    "evaluationId" TEXT NOT NULL,
    "ordinal" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "workerId" TEXT,
    "stage" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "JournalEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Score" (
    "caseRunId" TEXT NOT NULL,
    "labels" INTEGER[],
    "statuses" TEXT[],
    "dice" DOUBLE PRECISION[],
    "nsd" DOUBLE PRECISION[],
    "hd95Mm" DOUBLE PRECISION[],
    "assdMm" DOUBLE PRECISION[],
    "referenceVolumeMm3" DOUBLE PRECISION[],
    "predictionVolumeMm3" DOUBLE PRECISION[],
    "nsdMore" JSONB,
    "scorerVersion" TEXT NOT NULL,
    "definition" TEXT NOT NULL,
    "referenceRevision" INTEGER NOT NULL,

    CONSTRAINT "Score_pkey" PRIMARY KEY ("caseRunId")
);

-- CreateTable
CREATE TABLE "EvaluationSummary" (
    "evaluationId" TEXT NOT NULL,
    "meanDice" DOUBLE PRECISION,
    "meanNsd" DOUBLE PRECISION,
    "medianMs" DOUBLE PRECISION,
    "medianPeakMemoryBytes" BIGINT,
    "gpuMemoryAucMbS" DOUBLE PRECISION,
    "failedCases" INTEGER NOT NULL,
    "caseCount" INTEGER NOT NULL,
    "labels" INTEGER[],
    "counts" INTEGER[],
    "dice" DOUBLE PRECISION[],
    "nsd" DOUBLE PRECISION[],
    "hd95Mm" DOUBLE PRECISION[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "EvaluationSummary_pkey" PRIMARY KEY ("evaluationId")
);

-- CreateTable
CREATE TABLE "LeaderboardRevision" (
    "id" TEXT NOT NULL,
    "phaseId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "schemeHash" TEXT,
    "referenceRevision" INTEGER NOT NULL,
    "scorerVersion" TEXT,
    "entries" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "LeaderboardRevision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditLog" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "actorId" TEXT,
    "actorKind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "challengeId" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "_StructureToStructureGroup" (
    "A" TEXT NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_StructureToStructureGroup_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Account_userId_idx" ON "Account"("userId");

-- CreateIndex
CREATE INDEX "Verification_identifier_idx" ON "Verification"("identifier");

-- CreateIndex
CREATE INDEX "Apikey_configId_idx" ON "Apikey"("configId");

-- CreateIndex
CREATE INDEX "Apikey_referenceId_idx" ON "Apikey"("referenceId");

-- CreateIndex
CREATE INDEX "Apikey_key_idx" ON "Apikey"("key");

-- CreateIndex
CREATE INDEX "TwoFactor_userId_idx" ON "TwoFactor"("userId");

-- CreateIndex
CREATE INDEX "TwoFactor_secret_idx" ON "TwoFactor"("secret");

-- CreateIndex
CREATE INDEX "Passkey_userId_idx" ON "Passkey"("userId");

-- CreateIndex
CREATE INDEX "Passkey_credentialID_idx" ON "Passkey"("credentialID");

-- CreateIndex
CREATE UNIQUE INDEX "RateLimit_key_key" ON "RateLimit"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Challenge_slug_key" ON "Challenge"("slug");

-- CreateIndex
CREATE INDEX "ChallengeOrganizer_userId_idx" ON "ChallengeOrganizer"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Structure_challengeId_label_key" ON "Structure"("challengeId", "label");

-- CreateIndex
CREATE UNIQUE INDEX "Structure_challengeId_name_key" ON "Structure"("challengeId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "StructureGroup_challengeId_name_key" ON "StructureGroup"("challengeId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Phase_challengeId_slug_key" ON "Phase"("challengeId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "Case_challengeId_name_key" ON "Case"("challengeId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "CaseReference_caseId_revision_key" ON "CaseReference"("caseId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "PhaseCase_phaseId_position_key" ON "PhaseCase"("phaseId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "Team_challengeId_name_key" ON "Team"("challengeId", "name");

-- CreateIndex
CREATE INDEX "TeamMember_userId_idx" ON "TeamMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "TeamMember_challengeId_userId_key" ON "TeamMember"("challengeId", "userId");

-- CreateIndex
CREATE INDEX "Upload_ownerId_state_idx" ON "Upload"("ownerId", "state");

-- CreateIndex
CREATE INDEX "Upload_state_expiresAt_idx" ON "Upload"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "Image_archiveSha256_idx" ON "Image"("archiveSha256");

-- CreateIndex
CREATE INDEX "Submission_phaseId_state_idx" ON "Submission"("phaseId", "state");

-- CreateIndex
CREATE INDEX "Submission_teamId_phaseId_receivedAt_idx" ON "Submission"("teamId", "phaseId", "receivedAt");

-- CreateIndex
CREATE INDEX "Submission_createdById_idx" ON "Submission"("createdById");

-- CreateIndex
CREATE INDEX "Evaluation_state_notBefore_idx" ON "Evaluation"("state", "notBefore");

-- CreateIndex
CREATE INDEX "Evaluation_workerId_idx" ON "Evaluation"("workerId");

-- CreateIndex
CREATE UNIQUE INDEX "Evaluation_submissionId_attempt_key" ON "Evaluation"("submissionId", "attempt");

-- CreateIndex
CREATE INDEX "CaseRun_caseId_idx" ON "CaseRun"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "CaseRun_evaluationId_caseId_key" ON "CaseRun"("evaluationId", "caseId");

-- CreateIndex
CREATE UNIQUE INDEX "CaseRun_evaluationId_ordinal_key" ON "CaseRun"("evaluationId", "ordinal");

-- CreateIndex
CREATE INDEX "JournalEntry_evaluationId_id_idx" ON "JournalEntry"("evaluationId", "id");

-- CreateIndex
CREATE INDEX "LeaderboardRevision_phaseId_createdAt_idx" ON "LeaderboardRevision"("phaseId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "LeaderboardRevision_phaseId_number_key" ON "LeaderboardRevision"("phaseId", "number");

-- CreateIndex
CREATE INDEX "AuditLog_subjectKind_subjectId_idx" ON "AuditLog"("subjectKind", "subjectId");

-- CreateIndex
CREATE INDEX "AuditLog_challengeId_at_idx" ON "AuditLog"("challengeId", "at");

-- CreateIndex
CREATE INDEX "_StructureToStructureGroup_B_index" ON "_StructureToStructureGroup"("B");

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TwoFactor" ADD CONSTRAINT "TwoFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChallengeOrganizer" ADD CONSTRAINT "ChallengeOrganizer_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChallengeOrganizer" ADD CONSTRAINT "ChallengeOrganizer_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Structure" ADD CONSTRAINT "Structure_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StructureGroup" ADD CONSTRAINT "StructureGroup_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Phase" ADD CONSTRAINT "Phase_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Phase" ADD CONSTRAINT "Phase_gatePhaseId_fkey" FOREIGN KEY ("gatePhaseId") REFERENCES "Phase"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Case" ADD CONSTRAINT "Case_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseReference" ADD CONSTRAINT "CaseReference_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PhaseCase" ADD CONSTRAINT "PhaseCase_phaseId_fkey" FOREIGN KEY ("phaseId") REFERENCES "Phase"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PhaseCase" ADD CONSTRAINT "PhaseCase_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Team" ADD CONSTRAINT "Team_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TeamMember" ADD CONSTRAINT "TeamMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_phaseId_fkey" FOREIGN KEY ("phaseId") REFERENCES "Phase"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_uploadId_fkey" FOREIGN KEY ("uploadId") REFERENCES "Upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_imageDigest_fkey" FOREIGN KEY ("imageDigest") REFERENCES "Image"("digest") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evaluation" ADD CONSTRAINT "Evaluation_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evaluation" ADD CONSTRAINT "Evaluation_workerId_fkey" FOREIGN KEY ("workerId") REFERENCES "Worker"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseRun" ADD CONSTRAINT "CaseRun_evaluationId_fkey" FOREIGN KEY ("evaluationId") REFERENCES "Evaluation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseRun" ADD CONSTRAINT "CaseRun_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JournalEntry" ADD CONSTRAINT "JournalEntry_evaluationId_fkey" FOREIGN KEY ("evaluationId") REFERENCES "Evaluation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Score" ADD CONSTRAINT "Score_caseRunId_fkey" FOREIGN KEY ("caseRunId") REFERENCES "CaseRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvaluationSummary" ADD CONSTRAINT "EvaluationSummary_evaluationId_fkey" FOREIGN KEY ("evaluationId") REFERENCES "Evaluation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LeaderboardRevision" ADD CONSTRAINT "LeaderboardRevision_phaseId_fkey" FOREIGN KEY ("phaseId") REFERENCES "Phase"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_StructureToStructureGroup" ADD CONSTRAINT "_StructureToStructureGroup_A_fkey" FOREIGN KEY ("A") REFERENCES "Structure"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_StructureToStructureGroup" ADD CONSTRAINT "_StructureToStructureGroup_B_fkey" FOREIGN KEY ("B") REFERENCES "StructureGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;
