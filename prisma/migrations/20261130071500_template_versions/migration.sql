-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "templateVersions" JSONB;

-- CreateTable
CREATE TABLE "template_versions" (
    "id" SERIAL NOT NULL,
    "file" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "policy" TEXT NOT NULL,
    "note" TEXT,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "realPublishedAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedBy" TEXT NOT NULL,

    CONSTRAINT "template_versions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "template_versions_file_version_key" ON "template_versions"("file", "version");
