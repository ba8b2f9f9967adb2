-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "poolId" TEXT;

-- AlterTable
ALTER TABLE "notices" ADD COLUMN     "contactId" TEXT;

-- CreateTable
CREATE TABLE "pools" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "adminId" TEXT,
    "claimable" BOOLEAN NOT NULL DEFAULT true,
    "unworkedLimit" INTEGER,
    "holdLimit" INTEGER,
    "followUpWithin" TEXT,
    "remindBefore" TEXT,
    "coolDown" TEXT,
    "calendar" TEXT,
    "timezone" TEXT,
    "missedOutcomes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "notifyOnClaim" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pools_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool_limits" (
    "id" INTEGER NOT NULL,
    "holdLimit" INTEGER,

    CONSTRAINT "pool_limits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownerships" (
    "id" BIGSERIAL NOT NULL,
    "contactId" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "poolId" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "how" TEXT NOT NULL,
    "by" TEXT,
    "until" TIMESTAMPTZ(3),
    "ended" TEXT,
    "endedBy" TEXT,
    "reason" TEXT,
    "clockFrom" TIMESTAMPTZ(3),
    "remindAt" TIMESTAMPTZ(3),
    "remindedAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "workedAt" TIMESTAMPTZ(3),
    "workedBy" TEXT,

    CONSTRAINT "ownerships_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ownerships_contactId_id_idx" ON "ownerships"("contactId", "id");

-- CreateIndex
CREATE INDEX "ownerships_open_of_owner" ON "ownerships"("ownerId", "poolId") WHERE (until IS NULL);

-- CreateIndex
CREATE INDEX "ownerships_clocks_of_pool" ON "ownerships"("poolId") WHERE (until IS NULL AND "workedAt" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "ownerships_one_open" ON "ownerships"("contactId") WHERE (until IS NULL);

-- CreateIndex
CREATE INDEX "contacts_poolId_ownerId_id_idx" ON "contacts"("poolId", "ownerId", "id");

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_poolId_fkey" FOREIGN KEY ("poolId") REFERENCES "pools"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pools" ADD CONSTRAINT "pools_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "teams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pools" ADD CONSTRAINT "pools_adminId_fkey" FOREIGN KEY ("adminId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownerships" ADD CONSTRAINT "ownerships_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownerships" ADD CONSTRAINT "ownerships_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- Who has owned a contact, from when to when: kept by triggers, so that no way of giving an owner is passed over, be it a
-- person's, an import's, a journey's or a hand-written statement's. Instants are the contact's own `updatedAt`, business
-- time. Whoever changes an owner says how with set_config (src/db/ownership.ts); who doesn't is a `record`.

INSERT INTO ownerships ("contactId", "ownerId", since, how)
SELECT id, "ownerId", "updatedAt", 'record' FROM contacts WHERE "ownerId" IS NOT NULL;

-- Lets Temporal look at clocks: each is the workflow `lead-clock/<ownership>`.
CREATE FUNCTION tell_clocks(ids BIGINT[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, "journeyId", "workflowId", "realAt")
  SELECT 'clock', id::text, 'lead-clock/' || id, clock_timestamp() FROM unnest(ids) AS id
$$;

CREATE FUNCTION note_ownership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said_how TEXT := coalesce(nullif(current_setting('followthrough.how', true), ''), 'record');
  said_by TEXT := nullif(current_setting('followthrough.by', true), '');
  said_reason TEXT := nullif(current_setting('followthrough.reason', true), '');
  given BOOLEAN := NEW."ownerId" IS NOT NULL;
  taken BOOLEAN := false;
  over BIGINT[] := '{}';
  running BIGINT[] := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    taken := OLD."ownerId" IS NOT NULL AND NEW."ownerId" IS DISTINCT FROM OLD."ownerId";
    given := given AND NEW."ownerId" IS DISTINCT FROM OLD."ownerId";
  END IF;
  IF taken THEN
    WITH ended AS (
      UPDATE ownerships
      SET until = NEW."updatedAt", ended = said_how, "endedBy" = said_by, reason = said_reason
      WHERE "contactId" = NEW.id AND until IS NULL
      RETURNING id, "workedAt", "poolId")
    SELECT coalesce(array_agg(id), '{}') INTO over FROM ended WHERE "workedAt" IS NULL AND "poolId" IS NOT NULL;
  END IF;
  IF given THEN
    INSERT INTO ownerships ("contactId", "ownerId", "poolId", since, how, by, "clockFrom")
    VALUES (NEW.id, NEW."ownerId", NEW."poolId", NEW."updatedAt", said_how, said_by,
      CASE WHEN NEW."poolId" IS NULL THEN NULL ELSE NEW."updatedAt" END)
    RETURNING ARRAY[id] INTO running;
  ELSIF NEW."ownerId" IS NOT NULL THEN
    -- Another pool: its rule holds from now on, for a clock that began when it began.
    WITH moved AS (
      UPDATE ownerships
      SET "poolId" = NEW."poolId", "clockFrom" = coalesce("clockFrom", NEW."updatedAt"), "remindAt" = NULL, "dueAt" = NULL
      WHERE "contactId" = NEW.id AND until IS NULL
      RETURNING id, "workedAt")
    SELECT coalesce(array_agg(id), '{}') INTO running FROM moved WHERE "workedAt" IS NULL;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pools WHERE id = NEW."poolId" AND "followUpWithin" IS NOT NULL) THEN
    running := '{}';
  END IF;
  PERFORM tell_clocks(over || running);
  RETURN NULL;
END
$$;

CREATE TRIGGER note_first_owner AFTER INSERT ON contacts
  FOR EACH ROW WHEN (NEW."ownerId" IS NOT NULL) EXECUTE FUNCTION note_ownership();
CREATE TRIGGER note_owner AFTER UPDATE OF "ownerId", "poolId" ON contacts
  FOR EACH ROW WHEN (NEW."ownerId" IS DISTINCT FROM OLD."ownerId" OR NEW."poolId" IS DISTINCT FROM OLD."poolId")
  EXECUTE FUNCTION note_ownership();

-- What a clock is reckoned by has changed: every open one is looked at again, and none begins anew.
CREATE FUNCTION note_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_clocks(array(
    SELECT id FROM ownerships WHERE "poolId" = NEW.id AND until IS NULL AND "workedAt" IS NULL));
  RETURN NULL;
END
$$;
CREATE TRIGGER note_rule AFTER UPDATE ON pools
  FOR EACH ROW WHEN (
    (NEW."followUpWithin", NEW."remindBefore", NEW.calendar, NEW.timezone, NEW."missedOutcomes")
    IS DISTINCT FROM (OLD."followUpWithin", OLD."remindBefore", OLD.calendar, OLD.timezone, OLD."missedOutcomes"))
  EXECUTE FUNCTION note_rule();

CREATE FUNCTION note_presence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_clocks(array(
    SELECT o.id FROM ownerships o JOIN pools p ON p.id = o."poolId" AND p."followUpWithin" IS NOT NULL
    WHERE o."ownerId" = NEW.id AND o.until IS NULL AND o."workedAt" IS NULL));
  RETURN NULL;
END
$$;
CREATE TRIGGER note_presence AFTER UPDATE ON users
  FOR EACH ROW WHEN (
    (NEW.active, NEW."absentFrom", NEW."absentTo", NEW.calendar, NEW.timezone)
    IS DISTINCT FROM (OLD.active, OLD."absentFrom", OLD."absentTo", OLD.calendar, OLD.timezone))
  EXECUTE FUNCTION note_presence();
