-- CreateTable
CREATE TABLE "handovers" (
    "id" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "target" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "code" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "realNextAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handovers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "handover_items" (
    "handoverId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "realDoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "handover_items_pkey" PRIMARY KEY ("handoverId","kind","objectId")
);

-- CreateIndex
CREATE UNIQUE INDEX "handovers_requestId_key" ON "handovers"("requestId");

-- CreateIndex
CREATE INDEX "handovers_state_realNextAt_idx" ON "handovers"("state", "realNextAt");

-- CreateIndex
CREATE UNIQUE INDEX "handovers_one_running" ON "handovers"("userId") WHERE (state = 'running');

-- CreateIndex
CREATE INDEX "handover_items_handoverId_state_idx" ON "handover_items"("handoverId", "state");

-- AddForeignKey
ALTER TABLE "handover_items" ADD CONSTRAINT "handover_items_handoverId_fkey" FOREIGN KEY ("handoverId") REFERENCES "handovers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
