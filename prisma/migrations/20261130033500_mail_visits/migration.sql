-- CreateTable
CREATE TABLE "mail_visits" (
    "id" BIGSERIAL NOT NULL,
    "contactId" TEXT NOT NULL,
    "journeyId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT,
    "sign" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "byPerson" BOOLEAN,
    "reason" TEXT,

    CONSTRAINT "mail_visits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mail_visits_journeyId_stepId_occurrence_idx" ON "mail_visits"("journeyId", "stepId", "occurrence");

-- CreateIndex
CREATE INDEX "mail_visits_unjudged" ON "mail_visits"("realAt") WHERE ("byPerson" IS NULL);
