-- DropIndex
DROP INDEX "notices_userId_readAt_idx";

-- CreateIndex
CREATE INDEX "notices_userId_id_idx" ON "notices"("userId", "id");

-- CreateIndex
CREATE INDEX "notices_unread" ON "notices"("userId", "id") WHERE ("readAt" IS NULL);

