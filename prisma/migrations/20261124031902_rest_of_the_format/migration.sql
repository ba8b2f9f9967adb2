-- AlterTable
ALTER TABLE "team_members" ADD COLUMN     "territories" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "refused_entries" ADD COLUMN     "enteredBy" TEXT,
ADD COLUMN     "startStage" TEXT,
ADD COLUMN     "waits" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "assign" TEXT;

-- AlterTable
ALTER TABLE "notices" ADD COLUMN     "text" TEXT,
ADD COLUMN     "title" TEXT;

-- CreateTable
CREATE TABLE "deliveries" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "journeyId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "realDueAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedUntil" TIMESTAMPTZ(3),
    "fence" TEXT,
    "realDoneAt" TIMESTAMPTZ(3),
    "status" INTEGER,
    "error" TEXT,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deliveries_state_realDueAt_idx" ON "deliveries"("state", "realDueAt");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_journeyId_stepId_occurrence_key" ON "deliveries"("journeyId", "stepId", "occurrence");
