-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN     "untold" JSONB;

