-- Written by hand: Prisma's schema knows no triggers. Of the campaign itself alone, which changes with its text and its life; what
-- becomes of its recipients, who may be a million, no stream tells.
CREATE FUNCTION note_campaign_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes (kind, "objectId", "seenBy") VALUES ('campaign', coalesce(NEW.id, OLD.id), '{*}'::TEXT[]);
  RETURN NULL;
END
$$;
CREATE TRIGGER note_changes AFTER INSERT OR UPDATE OR DELETE ON campaigns
  FOR EACH ROW EXECUTE FUNCTION note_campaign_changes();
