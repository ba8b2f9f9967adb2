-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "dueAt" TIMESTAMPTZ(3),
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 5;
