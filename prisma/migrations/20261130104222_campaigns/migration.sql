-- CreateTable
CREATE TABLE "campaigns" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "name" JSONB NOT NULL,
    "text" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "definitionVersion" INTEGER,
    "way" TEXT,
    "perMinute" INTEGER,
    "audience" INTEGER,
    "expected" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "editedAt" TIMESTAMPTZ(3) NOT NULL,
    "editedBy" TEXT NOT NULL,
    "askedAt" TIMESTAMPTZ(3),
    "askedBy" TEXT,
    "approvedAt" TIMESTAMPTZ(3),
    "approvedBy" TEXT,
    "approvedRevision" INTEGER,
    "scheduledAt" TIMESTAMPTZ(3),
    "startsAt" TIMESTAMPTZ(3),
    "frozenAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "campaigns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_paces" (
    "campaignId" TEXT NOT NULL,
    "realClearAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_paces_pkey" PRIMARY KEY ("campaignId")
);

-- CreateTable
CREATE TABLE "campaign_recipients" (
    "campaignId" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "contactId" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "outcome" TEXT,
    "reason" TEXT,
    "handedAt" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "journeyId" TEXT,

    CONSTRAINT "campaign_recipients_pkey" PRIMARY KEY ("campaignId","n")
);

-- CreateTable
CREATE TABLE "campaign_blocks" (
    "campaignId" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "fromN" INTEGER NOT NULL,
    "toN" INTEGER NOT NULL,
    "nextAt" TIMESTAMPTZ(3),
    "fence" TEXT,
    "realLeaseUntil" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_blocks_pkey" PRIMARY KEY ("campaignId","block")
);

-- CreateTable
CREATE TABLE "campaign_files" (
    "id" BIGSERIAL NOT NULL,
    "campaignId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "lines" INTEGER NOT NULL DEFAULT 0,
    "found" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "strangers" INTEGER NOT NULL DEFAULT 0,
    "broken" INTEGER NOT NULL DEFAULT 0,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL,
    "uploadedBy" TEXT NOT NULL,

    CONSTRAINT "campaign_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_file_lines" (
    "fileId" BIGINT NOT NULL,
    "line" INTEGER NOT NULL,
    "became" TEXT NOT NULL,
    "contactId" TEXT,
    "value" TEXT,

    CONSTRAINT "campaign_file_lines_pkey" PRIMARY KEY ("fileId","line")
);

-- CreateTable
CREATE TABLE "campaign_commands" (
    "requestId" TEXT NOT NULL,
    "campaignId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_commands_pkey" PRIMARY KEY ("requestId")
);

-- CreateIndex
CREATE INDEX "campaigns_createdAt_id_idx" ON "campaigns"("createdAt", "id");

-- CreateIndex
CREATE INDEX "campaigns_state_idx" ON "campaigns"("state");

-- CreateIndex
CREATE INDEX "campaign_recipients_contactId_idx" ON "campaign_recipients"("contactId");

-- CreateIndex
CREATE INDEX "campaign_recipients_exceptional" ON "campaign_recipients"("campaignId", "outcome", "reason", "n") WHERE (outcome IS NOT NULL);

-- CreateIndex
CREATE INDEX "campaign_blocks_open" ON "campaign_blocks"("campaignId", "nextAt") WHERE ("doneAt" IS NULL);

-- CreateIndex
CREATE INDEX "campaign_files_campaignId_name_idx" ON "campaign_files"("campaignId", "name");

-- CreateIndex
CREATE INDEX "campaign_file_lines_fileId_became_line_idx" ON "campaign_file_lines"("fileId", "became", "line");

-- CreateIndex
CREATE INDEX "campaign_file_lines_of_contact" ON "campaign_file_lines"("contactId") WHERE ("contactId" IS NOT NULL);

-- CreateIndex
CREATE INDEX "campaign_file_lines_of_strangers" ON "campaign_file_lines"("value") WHERE (value IS NOT NULL);

-- CreateIndex
CREATE INDEX "campaign_commands_campaignId_idx" ON "campaign_commands"("campaignId");

-- Recipients and blocks are written several times each: with room on their pages no index is touched by it, and what was
-- written before is cleared away by whoever comes next. Millions of rows are looked after sooner than by a fifth of them.
ALTER TABLE "campaign_recipients" SET (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
ALTER TABLE "campaign_blocks" SET (fillfactor = 70);
