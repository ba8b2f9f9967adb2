-- AlterTable
ALTER TABLE "commands" ADD COLUMN     "input" JSONB;
