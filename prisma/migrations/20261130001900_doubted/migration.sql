-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "doubtedAt" TIMESTAMPTZ(3);

-- What is in doubt now was found so at the latest when it was handed over.
UPDATE "messages" SET "doubtedAt" = coalesce("claimedAt", "intendedAt") WHERE "state" = 'uncertain';
