-- CreateTable
CREATE TABLE "appointments" (
    "id" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "journeyId" TEXT,
    "contactId" TEXT,
    "organiserId" TEXT NOT NULL,
    "organiserAddress" TEXT,
    "beginsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "zone" TEXT NOT NULL,
    "place" TEXT,
    "title" TEXT,
    "words" TEXT,
    "invites" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "contactTold" INTEGER,
    "contactHas" BOOLEAN NOT NULL DEFAULT false,
    "ownerTold" INTEGER,
    "answer" TEXT,
    "answerTo" INTEGER,
    "answeredAt" TIMESTAMPTZ(3),
    "realDueAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "appointments_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "appointments_taskId_idx" ON "appointments"("taskId");

-- CreateIndex
CREATE INDEX "appointments_contactId_idx" ON "appointments"("contactId");

-- CreateIndex
CREATE INDEX "appointments_standing" ON "appointments"("organiserId", "beginsAt") WHERE (state = 'standing');

-- CreateIndex
CREATE INDEX "appointments_due" ON "appointments"("realDueAt") WHERE ("realDueAt" IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "appointments_one_of_a_task" ON "appointments"("taskId") WHERE (state = 'standing');

-- Whoever does, withdraws or hands over a task knows nothing of its appointment: the worker looks at it.
CREATE FUNCTION note_appointment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE appointments SET "realDueAt" = clock_timestamp() WHERE "taskId" = NEW.id AND state = 'standing';
  RETURN NULL;
END
$$;
CREATE TRIGGER note_appointment AFTER UPDATE OF status, "assigneeId" ON tasks
  FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status OR NEW."assigneeId" IS DISTINCT FROM OLD."assigneeId")
  EXECUTE FUNCTION note_appointment();
