-- CreateTable
CREATE TABLE "care_occasions" (
    "journeyId" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "definitionId" TEXT NOT NULL,
    "definitionVersion" INTEGER NOT NULL,
    "contactId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "day" DATE NOT NULL,
    "zone" TEXT NOT NULL,

    CONSTRAINT "care_occasions_pkey" PRIMARY KEY ("journeyId","step","ordinal")
);

-- CreateTable
CREATE TABLE "care_exclusions" (
    "id" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "definitionId" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "day" DATE,
    "steps" TEXT[],
    "since" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),
    "realUndoneAt" TIMESTAMPTZ(3),
    "undoneBy" TEXT,

    CONSTRAINT "care_exclusions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "care_occasions_counted" ON "care_occasions"("definitionId", "definitionVersion", "occasion", "step", "day", "ordinal");

-- CreateIndex
CREATE INDEX "care_occasions_day_at_journeyId_step_idx" ON "care_occasions"("day", "at", "journeyId", "step");

-- CreateIndex
CREATE INDEX "care_occasions_contactId_idx" ON "care_occasions"("contactId");

-- CreateIndex
CREATE INDEX "care_exclusions_contactId_definitionId_idx" ON "care_exclusions"("contactId", "definitionId");

-- CreateIndex
CREATE INDEX "care_exclusions_of_definition" ON "care_exclusions"("definitionId") WHERE ("undoneAt" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "care_exclusions_standing" ON "care_exclusions"("contactId", "definitionId", "occasion", "day") WHERE ("undoneAt" IS NULL AND day IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "care_exclusions_standing_for_good" ON "care_exclusions"("contactId", "definitionId", "occasion") WHERE ("undoneAt" IS NULL AND day IS NULL);
