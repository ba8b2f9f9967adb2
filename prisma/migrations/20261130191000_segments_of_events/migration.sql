-- CreateIndex
CREATE INDEX "contacts_there" ON "contacts"("id", "lastOrderAt", "orderCount", "totalSpent") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "contacts_erased" ON "contacts"("id") WHERE ("erasedAt" IS NOT NULL);

-- CreateIndex
CREATE INDEX "contacts_custom_idx" ON "contacts" USING GIN ("custom" jsonb_path_ops);

-- Counts of events trust that the contact is there. Nothing has ever deleted one, and every event is stored under the lock of its
-- contact; but nothing has kept a hand from writing another.
UPDATE "events" e SET "contactId" = NULL
WHERE e."contactId" IS NOT NULL AND NOT EXISTS (SELECT FROM "contacts" c WHERE c.id = e."contactId");

-- AddForeignKey
ALTER TABLE "events" ADD CONSTRAINT "events_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE SET NULL ON UPDATE CASCADE;
