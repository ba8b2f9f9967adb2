-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "role" TEXT NOT NULL,
    "managerId" TEXT,
    "language" TEXT,
    "timezone" TEXT,
    "calendar" TEXT,
    "passwordHash" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "absentFrom" TIMESTAMPTZ(3),
    "absentTo" TIMESTAMPTZ(3),
    "deputyId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "teams" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_members" (
    "teamId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "lastTurn" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "team_members_pkey" PRIMARY KEY ("teamId","userId")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "industry" TEXT,
    "size" INTEGER,
    "region" TEXT,
    "country" TEXT,
    "website" TEXT,
    "type" TEXT,
    "ownerId" TEXT,
    "custom" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "id" TEXT NOT NULL,
    "email" TEXT,
    "emailKey" TEXT,
    "phone" TEXT,
    "firstName" TEXT,
    "lastName" TEXT,
    "name" TEXT NOT NULL,
    "company" TEXT,
    "title" TEXT,
    "language" TEXT,
    "timezone" TEXT,
    "country" TEXT,
    "region" TEXT,
    "city" TEXT,
    "source" TEXT,
    "channel" TEXT,
    "status" TEXT,
    "stage" TEXT,
    "tags" TEXT[],
    "score" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "birthday" JSONB,
    "firstOrderAt" TIMESTAMPTZ(3),
    "lastOrderAt" TIMESTAMPTZ(3),
    "lastContactAt" TIMESTAMPTZ(3),
    "orderCount" INTEGER NOT NULL DEFAULT 0,
    "totalSpent" DECIMAL(18,2) NOT NULL DEFAULT 0,
    "satisfaction" DOUBLE PRECISION,
    "doNotContact" BOOLEAN NOT NULL DEFAULT false,
    "custom" JSONB NOT NULL DEFAULT '{}',
    "accountId" TEXT,
    "ownerId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deals" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "contactId" TEXT,
    "accountId" TEXT,
    "ownerId" TEXT,
    "stage" TEXT,
    "amount" DECIMAL(18,2),
    "expectedRevenue" DECIMAL(18,2),
    "currency" TEXT,
    "probability" DOUBLE PRECISION,
    "product" TEXT,
    "channel" TEXT,
    "source" TEXT,
    "type" TEXT,
    "status" TEXT NOT NULL DEFAULT 'open',
    "expectedCloseAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "custom" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quotes" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "contactId" TEXT,
    "accountId" TEXT,
    "dealId" TEXT,
    "ownerId" TEXT,
    "stage" TEXT,
    "status" TEXT,
    "subTotal" DECIMAL(18,2),
    "discount" DECIMAL(18,2),
    "tax" DECIMAL(18,2),
    "adjustment" DECIMAL(18,2),
    "total" DECIMAL(18,2),
    "currency" TEXT,
    "validUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quotes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "number" TEXT,
    "subject" TEXT,
    "contactId" TEXT,
    "accountId" TEXT,
    "ownerId" TEXT,
    "status" TEXT,
    "subTotal" DECIMAL(18,2),
    "discount" DECIMAL(18,2),
    "tax" DECIMAL(18,2),
    "adjustment" DECIMAL(18,2),
    "total" DECIMAL(18,2),
    "currency" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" TEXT NOT NULL,
    "contactId" TEXT,
    "accountId" TEXT,
    "ownerId" TEXT,
    "subject" TEXT,
    "status" TEXT,
    "origin" TEXT,
    "daysToClose" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calls" (
    "id" TEXT NOT NULL,
    "contactId" TEXT,
    "accountId" TEXT,
    "dealId" TEXT,
    "ownerId" TEXT,
    "subject" TEXT,
    "direction" TEXT,
    "purpose" TEXT,
    "outcome" TEXT,
    "durationSeconds" INTEGER,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "past_campaigns" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT,
    "status" TEXT,
    "startsAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "expectedRevenue" DECIMAL(18,2),
    "budgetedCost" DECIMAL(18,2),
    "actualCost" DECIMAL(18,2),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "past_campaigns_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "past_campaign_members" (
    "id" TEXT NOT NULL,
    "campaignId" TEXT NOT NULL,
    "contactId" TEXT,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "past_campaign_members_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "topic" TEXT NOT NULL DEFAULT '*',
    "granted" BOOLEAN NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opt_outs" (
    "contactId" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opt_outs_pkey" PRIMARY KEY ("contactId","topic")
);

-- CreateTable
CREATE TABLE "suppressions" (
    "addressHash" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suppressions_pkey" PRIMARY KEY ("addressHash")
);

-- CreateTable
CREATE TABLE "mailboxes" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "ownerId" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "mailboxes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "definitions" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "current" INTEGER NOT NULL,

    CONSTRAINT "definitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "definition_versions" (
    "definitionId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "textHash" TEXT NOT NULL,
    "enterOn" TEXT[],
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedBy" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "definition_versions_pkey" PRIMARY KEY ("definitionId","version")
);

-- CreateTable
CREATE TABLE "journeys" (
    "id" TEXT NOT NULL,
    "definitionId" TEXT NOT NULL,
    "definitionVersion" INTEGER NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "ownerId" TEXT,
    "n" INTEGER NOT NULL,
    "workflowId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "outcome" TEXT,
    "stage" TEXT,
    "stageSince" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "goalAt" TIMESTAMPTZ(3),
    "nextAt" TIMESTAMPTZ(3),
    "waits" JSONB NOT NULL DEFAULT '[]',
    "attention" TEXT,
    "advance" INTEGER NOT NULL DEFAULT 0,
    "state" JSONB,
    "interests" TEXT[],
    "poked" BOOLEAN NOT NULL DEFAULT false,
    "lastAdvanceAt" TIMESTAMPTZ(3),
    "enteredBy" TEXT NOT NULL,
    "startEventId" TEXT,
    "startStage" TEXT,

    CONSTRAINT "journeys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "advances" (
    "journeyId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "fence" TEXT NOT NULL,
    "decision" JSONB NOT NULL,
    "result" JSONB,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "realDoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "advances_pkey" PRIMARY KEY ("journeyId","number")
);

-- CreateTable
CREATE TABLE "journal_entries" (
    "id" BIGSERIAL NOT NULL,
    "journeyId" TEXT NOT NULL,
    "advance" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "stage" TEXT,
    "track" TEXT,
    "step" TEXT,
    "action" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT,
    "until" TIMESTAMPTZ(3),
    "detail" JSONB,

    CONSTRAINT "journal_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refused_entries" (
    "id" BIGSERIAL NOT NULL,
    "definitionId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "eventId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refused_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" TEXT NOT NULL,
    "journeyId" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "fence" TEXT,
    "channel" TEXT NOT NULL DEFAULT 'email',
    "purpose" TEXT NOT NULL,
    "topic" TEXT,
    "template" TEXT NOT NULL,
    "locale" TEXT,
    "subject" TEXT,
    "mailboxId" TEXT,
    "fromAddress" TEXT,
    "toAddress" TEXT,
    "addressHash" TEXT,
    "messageId" TEXT NOT NULL,
    "serverMessageId" TEXT,
    "raw" BYTEA,
    "reply" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "intendedAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedAt" TIMESTAMPTZ(3),
    "realClaimedAt" TIMESTAMPTZ(3),
    "realHandedAt" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "repliedAt" TIMESTAMPTZ(3),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" TEXT NOT NULL,
    "journeyId" TEXT,
    "contactId" TEXT,
    "accountId" TEXT,
    "dealId" TEXT,
    "stepId" TEXT,
    "occurrence" INTEGER,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "assigneeId" TEXT,
    "teamId" TEXT,
    "status" TEXT NOT NULL,
    "outcomes" TEXT[],
    "outcome" TEXT,
    "form" JSONB NOT NULL DEFAULT '[]',
    "answers" JSONB,
    "note" TEXT,
    "reason" TEXT,
    "dueAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "doneBy" TEXT,
    "origin" TEXT NOT NULL,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "journeyId" TEXT,
    "taskId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "contactId" TEXT,
    "accountId" TEXT,
    "dealId" TEXT,
    "journeyId" TEXT,
    "fields" JSONB NOT NULL DEFAULT '{}',
    "source" TEXT NOT NULL,
    "externalId" TEXT,
    "dispatchedAt" TIMESTAMPTZ(3),

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "journeyId" TEXT NOT NULL,
    "workflowId" TEXT NOT NULL,
    "eventId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedUntil" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "commands" (
    "requestId" TEXT NOT NULL,
    "journeyId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "outcome" TEXT,
    "answer" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "commands_pkey" PRIMARY KEY ("requestId")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "actorId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "objectType" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "reason" TEXT,
    "detail" JSONB,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imported_rows" (
    "system" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "imported_rows_pkey" PRIMARY KEY ("system","kind","key")
);

-- CreateTable
CREATE TABLE "import_runs" (
    "id" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "report" JSONB,

    CONSTRAINT "import_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clock" (
    "id" INTEGER NOT NULL,
    "virtualAnchor" TIMESTAMPTZ(3) NOT NULL,
    "realAnchor" TIMESTAMPTZ(3) NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,
    "realSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clock_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "accounts_name_idx" ON "accounts"("name");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_emailKey_key" ON "contacts"("emailKey");

-- CreateIndex
CREATE INDEX "contacts_accountId_idx" ON "contacts"("accountId");

-- CreateIndex
CREATE INDEX "contacts_ownerId_idx" ON "contacts"("ownerId");

-- CreateIndex
CREATE INDEX "contacts_name_idx" ON "contacts"("name");

-- CreateIndex
CREATE INDEX "deals_contactId_createdAt_idx" ON "deals"("contactId", "createdAt");

-- CreateIndex
CREATE INDEX "deals_accountId_idx" ON "deals"("accountId");

-- CreateIndex
CREATE INDEX "quotes_contactId_idx" ON "quotes"("contactId");

-- CreateIndex
CREATE INDEX "orders_contactId_idx" ON "orders"("contactId");

-- CreateIndex
CREATE INDEX "cases_contactId_idx" ON "cases"("contactId");

-- CreateIndex
CREATE INDEX "calls_contactId_idx" ON "calls"("contactId");

-- CreateIndex
CREATE INDEX "past_campaign_members_campaignId_idx" ON "past_campaign_members"("campaignId");

-- CreateIndex
CREATE INDEX "past_campaign_members_contactId_idx" ON "past_campaign_members"("contactId");

-- CreateIndex
CREATE INDEX "consents_contactId_idx" ON "consents"("contactId");

-- CreateIndex
CREATE UNIQUE INDEX "journeys_workflowId_key" ON "journeys"("workflowId");

-- CreateIndex
CREATE INDEX "journeys_contactId_idx" ON "journeys"("contactId");

-- CreateIndex
CREATE INDEX "journeys_definitionId_status_stage_idx" ON "journeys"("definitionId", "status", "stage");

-- CreateIndex
CREATE INDEX "journeys_status_nextAt_idx" ON "journeys"("status", "nextAt");

-- CreateIndex
CREATE INDEX "journeys_ownerId_status_idx" ON "journeys"("ownerId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "journeys_one_open_run" ON "journeys"("definitionId", "subjectId") WHERE (status = 'open');

-- CreateIndex
CREATE UNIQUE INDEX "journeys_definitionId_subjectId_n_key" ON "journeys"("definitionId", "subjectId", "n");

-- CreateIndex
CREATE INDEX "journal_entries_journeyId_id_idx" ON "journal_entries"("journeyId", "id");

-- CreateIndex
CREATE INDEX "journal_entries_at_idx" ON "journal_entries"("at");

-- CreateIndex
CREATE INDEX "refused_entries_contactId_idx" ON "refused_entries"("contactId");

-- CreateIndex
CREATE UNIQUE INDEX "messages_messageId_key" ON "messages"("messageId");

-- CreateIndex
CREATE INDEX "messages_contactId_claimedAt_idx" ON "messages"("contactId", "claimedAt");

-- CreateIndex
CREATE INDEX "messages_state_idx" ON "messages"("state");

-- CreateIndex
CREATE INDEX "messages_serverMessageId_idx" ON "messages"("serverMessageId");

-- CreateIndex
CREATE UNIQUE INDEX "messages_journeyId_stepId_occurrence_key" ON "messages"("journeyId", "stepId", "occurrence");

-- CreateIndex
CREATE INDEX "tasks_assigneeId_status_dueAt_idx" ON "tasks"("assigneeId", "status", "dueAt");

-- CreateIndex
CREATE INDEX "tasks_contactId_idx" ON "tasks"("contactId");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_journeyId_stepId_occurrence_key" ON "tasks"("journeyId", "stepId", "occurrence");

-- CreateIndex
CREATE INDEX "notices_userId_readAt_idx" ON "notices"("userId", "readAt");

-- CreateIndex
CREATE UNIQUE INDEX "events_seq_key" ON "events"("seq");

-- CreateIndex
CREATE INDEX "events_contactId_seq_idx" ON "events"("contactId", "seq");

-- CreateIndex
CREATE INDEX "events_type_at_idx" ON "events"("type", "at");

-- CreateIndex
CREATE UNIQUE INDEX "events_source_externalId_key" ON "events"("source", "externalId");

-- CreateIndex
CREATE INDEX "outbox_doneAt_id_idx" ON "outbox"("doneAt", "id");

-- CreateIndex
CREATE INDEX "outbox_eventId_idx" ON "outbox"("eventId");

-- CreateIndex
CREATE INDEX "commands_journeyId_idx" ON "commands"("journeyId");

-- CreateIndex
CREATE INDEX "audit_objectType_objectId_idx" ON "audit"("objectType", "objectId");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_hash_key" ON "sessions"("hash");

-- CreateIndex
CREATE INDEX "imported_rows_entity_entityId_idx" ON "imported_rows"("entity", "entityId");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_managerId_fkey" FOREIGN KEY ("managerId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deals" ADD CONSTRAINT "deals_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "past_campaign_members" ADD CONSTRAINT "past_campaign_members_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "past_campaigns"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opt_outs" ADD CONSTRAINT "opt_outs_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "definition_versions" ADD CONSTRAINT "definition_versions_definitionId_fkey" FOREIGN KEY ("definitionId") REFERENCES "definitions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "journeys" ADD CONSTRAINT "journeys_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "advances" ADD CONSTRAINT "advances_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "journeys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "journeys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "messages" ADD CONSTRAINT "messages_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "journeys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "journeys"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
