-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN     "seenBefore" JSONB;
