-- AlterTable
ALTER TABLE "mailboxes" ADD COLUMN     "dailyQuota" INTEGER,
ADD COLUMN     "dkimDomain" TEXT,
ADD COLUMN     "dkimKey" BYTEA,
ADD COLUMN     "dkimSelector" TEXT,
ADD COLUMN     "hourlyQuota" INTEGER,
ADD COLUMN     "imapHost" TEXT,
ADD COLUMN     "imapPassword" BYTEA,
ADD COLUMN     "imapPort" INTEGER,
ADD COLUMN     "imapTls" TEXT,
ADD COLUMN     "imapUser" TEXT,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'team',
ADD COLUMN     "plusAddresses" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "smtpHost" TEXT,
ADD COLUMN     "smtpPassword" BYTEA,
ADD COLUMN     "smtpPort" INTEGER,
ADD COLUMN     "smtpTls" TEXT,
ADD COLUMN     "smtpUser" TEXT,
ADD COLUMN     "teamId" TEXT,
ADD COLUMN     "warmUpFirst" INTEGER,
ADD COLUMN     "warmUpFrom" TIMESTAMPTZ(3),
ADD COLUMN     "warmUpGrowth" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "countsAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "messages_counted" ON "messages"("mailboxId", "countsAt") WHERE ("countsAt" IS NOT NULL);

-- AddForeignKey
ALTER TABLE "mailboxes" ADD CONSTRAINT "mailboxes_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "teams"("id") ON DELETE SET NULL ON UPDATE CASCADE;
