-- CreateTable
CREATE TABLE "mail_event_counts" (
    "form" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "count" INTEGER NOT NULL,
    "realLastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_event_counts_pkey" PRIMARY KEY ("form","outcome","day")
);

-- CreateTable
CREATE TABLE "mail_event_tokens" (
    "hash" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_event_tokens_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "mail_event_tokens_realAt_idx" ON "mail_event_tokens"("realAt");
