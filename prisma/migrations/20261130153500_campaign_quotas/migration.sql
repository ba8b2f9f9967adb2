-- AlterTable
ALTER TABLE "receiving_paces" ADD COLUMN     "plannedUntil" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "campaign_hours" (
    "mailboxId" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "planned" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "campaign_hours_pkey" PRIMARY KEY ("mailboxId","hour")
);

