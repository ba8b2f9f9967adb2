-- AlterTable
ALTER TABLE "journeys" ADD COLUMN     "realPokedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "journeys_not_begun" ON "journeys"("startedAt") WHERE (phase = 'starting');

-- CreateIndex
CREATE INDEX "journeys_poked" ON "journeys"("realPokedAt") WHERE (poked);
