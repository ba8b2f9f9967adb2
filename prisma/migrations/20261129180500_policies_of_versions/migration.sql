-- AlterTable
ALTER TABLE "definition_versions" ADD COLUMN     "bulkId" TEXT,
ADD COLUMN     "map" JSONB,
ADD COLUMN     "policy" TEXT NOT NULL DEFAULT 'pin';
