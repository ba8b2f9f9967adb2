-- AlterTable
ALTER TABLE "advances" ADD COLUMN     "at" TIMESTAMPTZ(3),
ADD COLUMN     "due" TIMESTAMPTZ(3);
