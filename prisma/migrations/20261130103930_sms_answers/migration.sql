-- AlterTable
ALTER TABLE "suppressions" DROP CONSTRAINT "suppressions_pkey",
ADD CONSTRAINT "suppressions_pkey" PRIMARY KEY ("addressHash", "reason");

-- AlterTable
ALTER TABLE "incoming_mails" ADD COLUMN     "channel" TEXT NOT NULL DEFAULT 'email';

-- CreateIndex
CREATE INDEX "messages_texted" ON "messages"("addressHash", "claimedAt") WHERE (channel = 'sms');
