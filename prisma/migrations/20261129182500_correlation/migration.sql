-- AlterTable
ALTER TABLE "journeys" ADD COLUMN     "correlationId" TEXT;

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "correlationId" TEXT;

-- AlterTable
ALTER TABLE "commands" ADD COLUMN     "correlationId" TEXT;
