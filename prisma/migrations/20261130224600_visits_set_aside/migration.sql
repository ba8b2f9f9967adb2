-- AlterTable
ALTER TABLE "mail_visits" ADD COLUMN     "realHeldTo" TIMESTAMPTZ(3);
