-- AlterTable
ALTER TABLE "campaign_paces" ADD COLUMN     "realHeldTo" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN     "resumedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "messages_not_rendered" ON "messages"("journeyId") WHERE (reason = 'render-failed');

