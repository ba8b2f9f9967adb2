-- CreateTable
CREATE TABLE "guests" (
    "campaignId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "companions" INTEGER NOT NULL,
    "turn" INTEGER,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "guests_pkey" PRIMARY KEY ("campaignId","contactId")
);

-- CreateIndex
CREATE INDEX "guests_contactId_idx" ON "guests"("contactId");

-- CreateIndex
CREATE INDEX "guests_waiting" ON "guests"("campaignId", "turn") WHERE (turn IS NOT NULL);

-- CreateIndex
CREATE INDEX "journeys_coming" ON "journeys"("definitionId", "contactId") WHERE (outcome = 'coming');

