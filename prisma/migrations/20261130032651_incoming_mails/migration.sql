-- CreateTable
CREATE TABLE "mailbox_folders" (
    "mailboxId" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "uidValidity" BIGINT NOT NULL,
    "lastUid" BIGINT NOT NULL,
    "realLookedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailbox_folders_pkey" PRIMARY KEY ("mailboxId","folder")
);

-- CreateTable
CREATE TABLE "mailbox_readings" (
    "mailboxId" TEXT NOT NULL,
    "holder" TEXT,
    "realClaimedUntil" TIMESTAMPTZ(3),
    "realConnectedSince" TIMESTAMPTZ(3),
    "realLastMailAt" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "realTroubleSince" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "mailbox_readings_pkey" PRIMARY KEY ("mailboxId")
);

-- CreateTable
CREATE TABLE "incoming_mails" (
    "id" TEXT NOT NULL,
    "mailboxId" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "uidValidity" BIGINT NOT NULL,
    "uid" BIGINT NOT NULL,
    "messageId" TEXT,
    "fromHash" TEXT,
    "fromAddress" TEXT,
    "kind" TEXT NOT NULL,
    "until" TEXT,
    "why" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "noEffect" TEXT,
    "otherAddress" BOOLEAN NOT NULL DEFAULT false,
    "contactId" TEXT,
    "journeyId" TEXT,
    "stepId" TEXT,
    "sentId" TEXT,
    "matchedBy" TEXT,
    "subject" TEXT,
    "text" TEXT,
    "size" INTEGER NOT NULL,
    "realReceivedAt" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incoming_mails_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "incoming_mails_contactId_id_idx" ON "incoming_mails"("contactId", "id");

-- CreateIndex
CREATE INDEX "incoming_mails_journeyId_id_idx" ON "incoming_mails"("journeyId", "id");

-- CreateIndex
CREATE INDEX "incoming_mails_mailboxId_id_idx" ON "incoming_mails"("mailboxId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "incoming_mails_mailboxId_identity_key" ON "incoming_mails"("mailboxId", "identity");
