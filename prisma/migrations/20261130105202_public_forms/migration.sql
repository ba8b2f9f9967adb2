-- CreateTable
CREATE TABLE "consent_requests" (
    "id" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "formId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),

    CONSTRAINT "consent_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_submissions" (
    "id" TEXT NOT NULL,
    "formId" TEXT NOT NULL,
    "formVersion" INTEGER NOT NULL,
    "contactId" TEXT NOT NULL,
    "isNew" BOOLEAN NOT NULL,
    "campaignId" TEXT,
    "language" TEXT NOT NULL,
    "answers" JSONB NOT NULL DEFAULT '{}',
    "differs" TEXT[],
    "agreed" BOOLEAN NOT NULL,
    "nonce" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_counts" (
    "formId" TEXT NOT NULL,
    "campaignId" TEXT NOT NULL DEFAULT '',
    "day" DATE NOT NULL,
    "what" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "realLastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_counts_pkey" PRIMARY KEY ("formId","campaignId","day","what")
);

-- CreateIndex
CREATE INDEX "consent_requests_contactId_idx" ON "consent_requests"("contactId");

-- CreateIndex
CREATE INDEX "form_submissions_formId_id_idx" ON "form_submissions"("formId", "id");

-- CreateIndex
CREATE INDEX "form_submissions_contactId_formId_idx" ON "form_submissions"("contactId", "formId");

-- CreateIndex
CREATE INDEX "form_submissions_of_campaign" ON "form_submissions"("campaignId", "id") WHERE ("campaignId" IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "form_submissions_formId_nonce_key" ON "form_submissions"("formId", "nonce");

-- AddForeignKey
ALTER TABLE "consent_requests" ADD CONSTRAINT "consent_requests_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_submissions" ADD CONSTRAINT "form_submissions_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
