-- AlterTable
ALTER TABLE "Phase" ADD COLUMN     "inputSlug" TEXT NOT NULL DEFAULT 'ct',
ADD COLUMN     "outputSlug" TEXT NOT NULL DEFAULT 'segmentation';
