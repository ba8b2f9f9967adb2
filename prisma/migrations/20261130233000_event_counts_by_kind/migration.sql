-- Written by hand: Prisma's schema knows no partitions.
--
-- A count of a kind reads all rows of that kind. As rows come in over years, each page holds those of all kinds, and what is read is nearly
-- the whole table. So each kind has pages of its own, but for kinds whose hash falls together. The partitions have a schema of their own, for
-- nobody names them.
CREATE SCHEMA kept;
ALTER TABLE "event_counts" SET SCHEMA kept;
CREATE TABLE "event_counts" (
    "type" TEXT NOT NULL,
    "contactId" TEXT NOT NULL,
    "total" INTEGER NOT NULL,
    "latest" TIMESTAMPTZ(3)[],

    CONSTRAINT "event_counts_pkey" PRIMARY KEY ("type","contactId")
) PARTITION BY HASH ("type");
DO $$
BEGIN
  FOR n IN 0..31 LOOP
    EXECUTE format(
      'CREATE TABLE kept.event_counts_%s PARTITION OF "event_counts" FOR VALUES WITH (MODULUS 32, REMAINDER %s) WITH (fillfactor = 90)', n, n);
  END LOOP;
END
$$;
INSERT INTO "event_counts" SELECT * FROM kept."event_counts";
DROP TABLE kept."event_counts";
ANALYZE "event_counts";
