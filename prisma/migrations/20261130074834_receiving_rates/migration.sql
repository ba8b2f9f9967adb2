-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "linedUpAt" TIMESTAMPTZ(3),
ADD COLUMN     "receiver" TEXT;

-- CreateTable
CREATE TABLE "receiving_paces" (
    "domain" TEXT NOT NULL,
    "clearAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receiving_paces_pkey" PRIMARY KEY ("domain")
);

-- CreateIndex
CREATE INDEX "messages_lined_up" ON "messages"("receiver", "linedUpAt") WHERE (receiver IS NOT NULL);
