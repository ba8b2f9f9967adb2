-- CreateTable
CREATE TABLE "segment_sizes" (
    "segmentId" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "version" INTEGER NOT NULL,
    "size" INTEGER NOT NULL,
    "of" INTEGER NOT NULL,
    "countedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "segment_sizes_pkey" PRIMARY KEY ("segmentId","day")
);

-- CreateTable
CREATE TABLE "value_bounds" (
    "id" INTEGER NOT NULL,
    "recency" TIMESTAMPTZ(3)[],
    "frequency" INTEGER[],
    "value" DECIMAL(18,2)[],
    "buyers" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "value_bounds_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "contacts_by_status" ON "contacts"("status") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_by_stage" ON "contacts"("stage") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_by_country" ON "contacts"("country") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_by_region" ON "contacts"("region") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_by_city" ON "contacts"("city") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_by_source" ON "contacts"("source") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_by_channel" ON "contacts"("channel") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_counted" ON "contacts"("lastOrderAt", "orderCount", "totalSpent", "satisfaction", "ownerId", "accountId", "id") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_tags_idx" ON "contacts" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "deals_won" ON "deals"("contactId", "closedAt", "amount") WHERE (status = 'won');

-- The new ones first: what asks meanwhile has one or the other.
-- CreateIndex
CREATE INDEX "deals_contactId_createdAt_id_idx" ON "deals"("contactId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "events_type_at_contactId_idx" ON "events"("type", "at", "contactId");

-- DropIndex
DROP INDEX "deals_contactId_createdAt_idx";

-- DropIndex
DROP INDEX "events_type_at_idx";

-- Counts of events are read from the index alone where Postgres knows that a page's rows are seen by everybody. It learns
-- that from a vacuum, and the latest events are asked most: after each 50,000 new ones, not after a fifth of the table.
ALTER TABLE "events" SET (
    autovacuum_vacuum_insert_threshold = 50000, autovacuum_vacuum_insert_scale_factor = 0,
    autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_scale_factor = 0,
    autovacuum_analyze_threshold = 50000, autovacuum_analyze_scale_factor = 0.02
);
