-- CreateTable
CREATE TABLE "robots" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "userId" TEXT,
    "teamId" TEXT,
    "address" BYTEA NOT NULL,
    "secret" BYTEA,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "realBusyTo" TIMESTAMPTZ(3) NOT NULL,
    "lastCode" TEXT,
    "realLastAt" TIMESTAMPTZ(3),

    CONSTRAINT "robots_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "robots_userId_idx" ON "robots"("userId");

-- CreateIndex
CREATE INDEX "robots_teamId_idx" ON "robots"("teamId");

-- AddForeignKey
ALTER TABLE "robots" ADD CONSTRAINT "robots_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "robots" ADD CONSTRAINT "robots_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "teams"("id") ON DELETE SET NULL ON UPDATE CASCADE;
