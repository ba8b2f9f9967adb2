-- AlterTable
ALTER TABLE "incoming_mails" ADD COLUMN     "realAskedAt" TIMESTAMPTZ(3),
ADD COLUMN     "retried" TEXT;

-- CreateIndex
CREATE INDEX "incoming_mails_asked" ON "incoming_mails"("mailboxId", "realAskedAt") WHERE ("realAskedAt" IS NOT NULL);
