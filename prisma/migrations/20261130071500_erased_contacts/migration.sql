-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- What an import or a journey had in hand when a contact was erased must not bring it back. Whose it was may change: a
-- user who leaves leaves nothing behind.
CREATE FUNCTION keep_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  OLD."ownerId" := NEW."ownerId";
  RETURN OLD;
END $$;

CREATE TRIGGER contacts_stay_erased BEFORE UPDATE ON contacts
  FOR EACH ROW WHEN (OLD."erasedAt" IS NOT NULL) EXECUTE FUNCTION keep_erased();
