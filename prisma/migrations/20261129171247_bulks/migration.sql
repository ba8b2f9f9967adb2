-- CreateTable
CREATE TABLE "bulks" (
    "id" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "input" JSONB NOT NULL DEFAULT '{}',
    "filter" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "ratePerMinute" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "abortedBy" TEXT,
    "abortReason" TEXT,
    "realNextAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bulks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_items" (
    "bulkId" TEXT NOT NULL,
    "journeyId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "begun" BOOLEAN NOT NULL DEFAULT false,
    "code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" TEXT,
    "claimedUntil" TIMESTAMPTZ(3),
    "realDueAt" TIMESTAMPTZ(3),
    "realDoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_items_pkey" PRIMARY KEY ("bulkId","journeyId")
);

-- CreateIndex
CREATE UNIQUE INDEX "bulks_requestId_key" ON "bulks"("requestId");

-- CreateIndex
CREATE INDEX "bulks_finishedAt_realNextAt_idx" ON "bulks"("finishedAt", "realNextAt");

-- CreateIndex
CREATE INDEX "bulks_actorId_idx" ON "bulks"("actorId");

-- CreateIndex
CREATE INDEX "bulk_items_bulkId_state_journeyId_idx" ON "bulk_items"("bulkId", "state", "journeyId");

-- CreateIndex
CREATE INDEX "bulk_items_journeyId_idx" ON "bulk_items"("journeyId");

-- AddForeignKey
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_bulkId_fkey" FOREIGN KEY ("bulkId") REFERENCES "bulks"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_items" ADD CONSTRAINT "bulk_items_journeyId_fkey" FOREIGN KEY ("journeyId") REFERENCES "journeys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
