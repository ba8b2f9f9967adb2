-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "requestId" TEXT;

-- CreateTable
CREATE TABLE "changes" (
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "seq" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "contactId" TEXT,
    "seenBy" TEXT[],
    "realAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "changes_pkey" PRIMARY KEY ("xid","seq")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "userId" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "fence" TEXT NOT NULL,
    "status" INTEGER,
    "contentType" TEXT,
    "body" TEXT,
    "realAt" TIMESTAMPTZ(3) NOT NULL,
    "realUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("userId","target","key")
);

-- CreateIndex
CREATE INDEX "changes_realAt_idx" ON "changes" USING BRIN ("realAt");

-- CreateIndex
CREATE INDEX "idempotency_keys_realUntil_idx" ON "idempotency_keys"("realUntil");


-- What follows is written by hand: Prisma's schema knows no triggers.
--
-- A trigger and not the code that writes: there are many ways to write a journey, a task or a contact (the worker, the
-- API, imports, SQL by hand after a restore), and one of them would be forgotten. For statements and not for rows: an
-- import writes hundreds of rows at once. With transition tables, so no column lists: what pages don't show is told apart
-- by comparing. Nothing is ever deleted from these tables; erasing a contact empties its row.
-- "seenBy" names whose own the record is, as the scopes of src/db have it, and whose it was: who lost it must hear so.

-- Distinct ids without nulls.
CREATE FUNCTION people_of(VARIADIC ids TEXT[]) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT id), '{}') FROM unnest(ids) AS id WHERE id IS NOT NULL
$$;

CREATE FUNCTION note_contact_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'contact', n.id, n.id, people_of(n."ownerId") FROM new_rows n;
  ELSE
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'contact', n.id, n.id, people_of(n."ownerId", o."ownerId")
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.* IS DISTINCT FROM o.*;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON contacts
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_contact_changes();
CREATE TRIGGER note_updates AFTER UPDATE ON contacts
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_contact_changes();

CREATE FUNCTION note_deal_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'deal', n.id, n."contactId", people_of(CASE WHEN n."contactId" IS NULL THEN n."ownerId" ELSE c."ownerId" END)
    FROM new_rows n LEFT JOIN contacts c ON c.id = n."contactId";
  ELSE
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'deal', n.id, n."contactId",
      people_of(
        CASE WHEN n."contactId" IS NULL THEN n."ownerId" ELSE c."ownerId" END,
        CASE WHEN o."contactId" IS NULL THEN o."ownerId" ELSE b."ownerId" END)
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    LEFT JOIN contacts c ON c.id = n."contactId"
    LEFT JOIN contacts b ON b.id = o."contactId"
    WHERE n.* IS DISTINCT FROM o.*;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON deals
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_deal_changes();
CREATE TRIGGER note_updates AFTER UPDATE ON deals
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_deal_changes();

-- Every advance writes its number; a mere poke, or what a journey listens to, is shown nowhere.
CREATE FUNCTION note_journey_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'journey', n.id, n."contactId", people_of(n."ownerId", c."ownerId")
    FROM new_rows n LEFT JOIN contacts c ON c.id = n."contactId";
  ELSE
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'journey', n.id, n."contactId", people_of(n."ownerId", o."ownerId", c."ownerId")
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    LEFT JOIN contacts c ON c.id = n."contactId"
    WHERE (n.advance, n.status, n.phase, n.outcome, n.stage, n.attention, n."nextAt", n."ownerId")
      IS DISTINCT FROM (o.advance, o.status, o.phase, o.outcome, o.stage, o.attention, o."nextAt", o."ownerId");
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON journeys
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_journey_changes();
CREATE TRIGGER note_updates AFTER UPDATE ON journeys
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_journey_changes();

CREATE FUNCTION note_message_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'message', n.id, n."contactId", people_of(j."ownerId", c."ownerId")
    FROM new_rows n JOIN journeys j ON j.id = n."journeyId" LEFT JOIN contacts c ON c.id = j."contactId";
  ELSE
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'message', n.id, n."contactId", people_of(j."ownerId", c."ownerId")
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    JOIN journeys j ON j.id = n."journeyId" LEFT JOIN contacts c ON c.id = j."contactId"
    WHERE (n.state, n.reason, n.subject, n.reply, n."acceptedAt", n."repliedAt")
      IS DISTINCT FROM (o.state, o.reason, o.subject, o.reply, o."acceptedAt", o."repliedAt");
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON messages
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_message_changes();
CREATE TRIGGER note_updates AFTER UPDATE ON messages
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_message_changes();

CREATE FUNCTION note_task_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'task', n.id, n."contactId", people_of(coalesce(n."assigneeId", n."teamId")) FROM new_rows n;
  ELSE
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'task', n.id, n."contactId",
      people_of(coalesce(n."assigneeId", n."teamId"), coalesce(o."assigneeId", o."teamId"))
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.* IS DISTINCT FROM o.*;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON tasks
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_task_changes();
CREATE TRIGGER note_updates AFTER UPDATE ON tasks
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_task_changes();

CREATE FUNCTION note_notice_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'notice', n.id, NULL, people_of(n."userId") FROM new_rows n;
  ELSE
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'notice', n.id, NULL, people_of(n."userId")
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.* IS DISTINCT FROM o.*;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON notices
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_notice_changes();
CREATE TRIGGER note_updates AFTER UPDATE ON notices
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_notice_changes();

CREATE FUNCTION note_definition_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'definition', n.id, NULL, '{*}'::TEXT[] FROM new_rows n;
  ELSE
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'definition', n.id, NULL, '{*}'::TEXT[]
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.* IS DISTINCT FROM o.*;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON definitions
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_definition_changes();
CREATE TRIGGER note_updates AFTER UPDATE ON definitions
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_definition_changes();

CREATE FUNCTION note_version_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes (kind, "objectId", "seenBy") SELECT DISTINCT 'definition', "definitionId", '{*}'::TEXT[] FROM new_rows;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON definition_versions
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_version_changes();
