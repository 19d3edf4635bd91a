-- AlterTable
ALTER TABLE "Phase" ADD COLUMN     "logPolicy" TEXT NOT NULL DEFAULT 'public-cases';

-- AlterTable
ALTER TABLE "CaseRun" ADD COLUMN     "logKey" TEXT;

-- AlterTable
ALTER TABLE "Worker" ADD COLUMN     "alarms" TEXT[] DEFAULT ARRAY[]::TEXT[];
