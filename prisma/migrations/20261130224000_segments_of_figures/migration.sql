-- DropIndex
DROP INDEX "contacts_there";

-- DropIndex
DROP INDEX "deals_won";

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "lastWonAt" TIMESTAMPTZ(3),
ADD COLUMN     "wonCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "wonTotal" DECIMAL(38,2);

-- AlterTable
ALTER TABLE "deals" ADD COLUMN     "isNewest" BOOLEAN NOT NULL DEFAULT true;

-- What follows is written by hand: Prisma's schema knows no triggers and no partitions. Triggers, because events and deals are written in many ways,
-- and a count that one of them forgets is wrong for good.

-- A count of a kind reads all rows of that kind. As rows come in over years, each page would hold those of all kinds, and what is read
-- would be nearly the whole table. So each kind has pages of its own, but for kinds whose hash falls together. The partitions have a
-- schema of their own, for nobody names them. A row is written anew with each event and its key stays: with room on its page no index
-- is written.
CREATE TABLE "event_counts" (
    "type" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "latest" TIMESTAMPTZ(3)[],

    CONSTRAINT "event_counts_pkey" PRIMARY KEY ("type","contactId")
) PARTITION BY HASH ("type");
CREATE SCHEMA kept;
DO $$
BEGIN
  FOR n IN 0..31 LOOP
    EXECUTE format(
      'CREATE TABLE kept.event_counts_%s PARTITION OF "event_counts" FOR VALUES WITH (MODULUS 32, REMAINDER %s) WITH (fillfactor = 90)', n, n);
  END LOOP;
END
$$;

-- Whoever stores an event of a contact holds the contact's lock, and nearly all come in the order of their instants.
CREATE FUNCTION count_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event_counts AS c (type, "contactId", total, latest)
  VALUES (NEW.type, NEW."contactId", 1, ARRAY[NEW.at])
  ON CONFLICT (type, "contactId") DO UPDATE SET total = c.total + 1,
    latest = CASE WHEN NEW.at >= c.latest[1] THEN (NEW.at || c.latest)[1:10]
      ELSE (SELECT array_agg(each.at ORDER BY each.at DESC) FROM unnest(c.latest || NEW.at) each (at))[1:10] END;
  RETURN NULL;
END
$$;

-- Counts anew what some contacts have; of some kinds, or of all where it is NULL.
CREATE FUNCTION count_events_anew(ids TEXT[], types TEXT[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM event_counts c WHERE c."contactId" = ANY(ids) AND (types IS NULL OR c.type = ANY(types));
  INSERT INTO event_counts (type, "contactId", total, latest)
  SELECT e.type, e."contactId", count(*), (array_agg(e.at ORDER BY e.at DESC))[1:10]
  FROM events e WHERE e."contactId" = ANY(ids) AND (types IS NULL OR e.type = ANY(types)) GROUP BY 1, 2;
END
$$;

-- For the few who have an instant that lies ahead. A function, because Postgres shares no scan among processes that has a subquery
-- of each row in it.
CREATE FUNCTION count_events_between(contact TEXT, kind TEXT, since TIMESTAMPTZ, until TIMESTAMPTZ) RETURNS BIGINT
LANGUAGE sql STABLE PARALLEL SAFE COST 1 AS $$
  SELECT count(*) FROM events e WHERE e."contactId" = contact AND e.type = kind AND e.at >= since AND e.at <= until
$$;

-- Nothing changes or deletes an event's kind, instant or contact but a hand, and the removal of a contact.
CREATE FUNCTION count_changed_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM count_events_anew(ARRAY[OLD."contactId"], ARRAY[OLD.type]);
  ELSE
    PERFORM count_events_anew(ARRAY[OLD."contactId", NEW."contactId"], ARRAY[OLD.type, NEW.type]);
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER count_inserts AFTER INSERT ON events
  FOR EACH ROW WHEN (NEW."contactId" IS NOT NULL) EXECUTE FUNCTION count_event();
CREATE TRIGGER count_updates AFTER UPDATE OF type, at, "contactId" ON events
  FOR EACH ROW WHEN ((NEW.type, NEW.at, NEW."contactId") IS DISTINCT FROM (OLD.type, OLD.at, OLD."contactId"))
  EXECUTE FUNCTION count_changed_event();
CREATE TRIGGER count_deletes AFTER DELETE ON events
  FOR EACH ROW WHEN (OLD."contactId" IS NOT NULL) EXECUTE FUNCTION count_changed_event();

-- What the deals of some contacts come to, written where it is another. The contacts' locks come first, which who writes a deal
-- mostly has: of two who write deals of one contact, the second sees the first's.
CREATE FUNCTION settle_deals(ids TEXT[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM contacts c WHERE c.id = ANY(ids) ORDER BY c.id FOR NO KEY UPDATE;
  UPDATE deals d SET "isNewest" = NOT d."isNewest"
  WHERE d."contactId" = ANY(ids) AND d."isNewest" = EXISTS (
    SELECT FROM deals n WHERE n."contactId" = d."contactId" AND (n."createdAt", n.id) > (d."createdAt", d.id));
  UPDATE contacts c SET "wonCount" = w.n, "wonTotal" = w.total, "lastWonAt" = w.last
  FROM unnest(ids) AS wanted (id), LATERAL (
    SELECT count(*)::int AS n, sum(d.amount) AS total, max(d."closedAt") AS last
    FROM deals d WHERE d."contactId" = wanted.id AND d.status = 'won') w
  WHERE c.id = wanted.id AND c."erasedAt" IS NULL
    AND (c."wonCount", c."wonTotal", c."lastWonAt") IS DISTINCT FROM (w.n, w.total, w.last);
END
$$;

CREATE FUNCTION settle_changed_deals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids TEXT[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(DISTINCT n."contactId") INTO ids FROM new_rows n WHERE n."contactId" IS NOT NULL;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(DISTINCT o."contactId") INTO ids FROM old_rows o WHERE o."contactId" IS NOT NULL;
  ELSE
    SELECT array_agg(DISTINCT of.id) INTO ids
    FROM new_rows n FULL JOIN old_rows o ON o.id = n.id, LATERAL (VALUES (n."contactId"), (o."contactId")) of (id)
    WHERE of.id IS NOT NULL AND (n.id, n."contactId", n."createdAt", n.status, n.amount, n."closedAt")
      IS DISTINCT FROM (o.id, o."contactId", o."createdAt", o.status, o.amount, o."closedAt");
  END IF;
  IF ids IS NOT NULL THEN PERFORM settle_deals(ids); END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER settle_inserts AFTER INSERT ON deals
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION settle_changed_deals();
CREATE TRIGGER settle_updates AFTER UPDATE ON deals
  REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION settle_changed_deals();
CREATE TRIGGER settle_deletes AFTER DELETE ON deals
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION settle_changed_deals();

-- What there is already. Nobody is told of it: nothing that a page shows is another.
ALTER TABLE "contacts" DISABLE TRIGGER note_updates;
ALTER TABLE "deals" DISABLE TRIGGER note_updates, DISABLE TRIGGER settle_updates;
INSERT INTO "event_counts" (type, "contactId", total, latest)
SELECT type, "contactId", count(*), (array_agg(at ORDER BY at DESC))[1:10]
FROM "events" WHERE "contactId" IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2;
UPDATE "deals" d SET "isNewest" = false
WHERE EXISTS (SELECT FROM "deals" n WHERE n."contactId" = d."contactId" AND (n."createdAt", n.id) > (d."createdAt", d.id));
UPDATE "contacts" c SET "wonCount" = w.n, "wonTotal" = w.total, "lastWonAt" = w.last
FROM (SELECT "contactId", count(*)::int AS n, sum(amount) AS total, max("closedAt") AS last
  FROM "deals" WHERE status = 'won' AND "contactId" IS NOT NULL GROUP BY 1) w
WHERE c.id = w."contactId" AND c."erasedAt" IS NULL;
ALTER TABLE "deals" ENABLE TRIGGER note_updates, ENABLE TRIGGER settle_updates;
ALTER TABLE "contacts" ENABLE TRIGGER note_updates;

-- CreateIndex
CREATE INDEX "contacts_bought" ON "contacts"("lastOrderAt", "orderCount", "totalSpent", "lastWonAt", "wonCount", "wonTotal") WHERE ("erasedAt" IS NULL);

-- CreateIndex
CREATE INDEX "deals_by_stage" ON "deals"("stage") WHERE ("isNewest");

ANALYZE "event_counts";
