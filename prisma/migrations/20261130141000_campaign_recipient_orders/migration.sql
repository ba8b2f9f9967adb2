-- DropIndex
DROP INDEX "campaign_recipients_exceptional";

-- CreateIndex
CREATE INDEX "campaign_recipients_exceptional" ON "campaign_recipients"("campaignId", "outcome", "n") WHERE (outcome IS NOT NULL);

-- CreateIndex
CREATE INDEX "campaign_recipients_by_reason" ON "campaign_recipients"("campaignId", "outcome", "reason", "n") WHERE (outcome IS NOT NULL);

-- DropIndex
DROP INDEX "campaign_recipients_contactId_idx";

-- CreateIndex
CREATE UNIQUE INDEX "campaign_recipients_contactId_campaignId_key" ON "campaign_recipients"("contactId", "campaignId");
