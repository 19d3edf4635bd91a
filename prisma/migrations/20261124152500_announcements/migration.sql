-- DropIndex
DROP INDEX "Mail_state_notBefore_idx";

-- AlterTable
ALTER TABLE "Mail" DROP COLUMN "unsubscribePath",
ADD COLUMN     "bulk" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "listName" TEXT,
ADD COLUMN     "subscriptionId" TEXT;

-- CreateTable
CREATE TABLE "Announcement" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "authorId" TEXT,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "editedAt" TIMESTAMPTZ(3),
    "mail" TEXT NOT NULL DEFAULT 'none',
    "mailed" INTEGER NOT NULL DEFAULT 0,
    "telling" TEXT,
    "toldUpTo" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Announcement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Subscription" (
    "id" TEXT NOT NULL,
    "challengeId" TEXT,
    "address" TEXT NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "tokenHash" TEXT,
    "tokenExpiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "Subscription_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Announcement_challengeId_publishedAt_idx" ON "Announcement"("challengeId", "publishedAt");

-- CreateIndex
CREATE INDEX "Announcement_authorId_idx" ON "Announcement"("authorId");

-- CreateIndex
CREATE UNIQUE INDEX "Subscription_tokenHash_key" ON "Subscription"("tokenHash");

-- CreateIndex
CREATE INDEX "Subscription_challengeId_id_idx" ON "Subscription"("challengeId", "id");

-- CreateIndex
CREATE INDEX "Subscription_address_idx" ON "Subscription"("address");

-- CreateIndex
CREATE INDEX "Mail_state_bulk_notBefore_idx" ON "Mail"("state", "bulk", "notBefore");

-- AddForeignKey
ALTER TABLE "Announcement" ADD CONSTRAINT "Announcement_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Announcement" ADD CONSTRAINT "Announcement_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Subscription" ADD CONSTRAINT "Subscription_challengeId_fkey" FOREIGN KEY ("challengeId") REFERENCES "Challenge"("id") ON DELETE CASCADE ON UPDATE CASCADE;
