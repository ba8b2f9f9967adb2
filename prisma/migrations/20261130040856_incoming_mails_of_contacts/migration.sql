-- AddForeignKey
ALTER TABLE "incoming_mails" ADD CONSTRAINT "incoming_mails_contactId_fkey" FOREIGN KEY ("contactId") REFERENCES "contacts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The page hears of it as of the messages it is about (see the migration that makes `changes`).
CREATE FUNCTION note_incoming_mails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
  SELECT 'message', coalesce(n."sentId", n.id), n."contactId", people_of(j."ownerId", c."ownerId")
  FROM new_rows n JOIN contacts c ON c.id = n."contactId" LEFT JOIN journeys j ON j.id = n."journeyId";
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON incoming_mails
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_incoming_mails();
