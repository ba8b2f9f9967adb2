-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "host" TEXT NOT NULL DEFAULT '';

-- Of what waits already, as the worker would have read it.
UPDATE "deliveries" SET "host" = lower(coalesce(substring("content"->>'url' from '^[A-Za-z]+://(?:[^/?#@]*@)?([^/?#]+)'), ''))
WHERE "kind" = 'webhook' AND "state" IN ('waiting', 'claimed');

-- CreateIndex
CREATE INDEX "deliveries_waiting" ON "deliveries"("kind", "host", "realDueAt") WHERE (state = 'waiting');

