-- AlterTable
ALTER TABLE "users" ADD COLUMN     "inviteHash" TEXT,
ADD COLUMN     "inviteUntil" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "accounts_ownerId_idx" ON "accounts"("ownerId");

-- CreateIndex
CREATE INDEX "deals_ownerId_idx" ON "deals"("ownerId");

-- CreateIndex
CREATE UNIQUE INDEX "users_inviteHash_key" ON "users"("inviteHash");
