-- Written by hand: Prisma's schema knows no triggers. As of the other tables that pages show.
CREATE FUNCTION note_template_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes (kind, "objectId", "seenBy") SELECT DISTINCT 'template', file, '{*}'::TEXT[] FROM new_rows;
  RETURN NULL;
END
$$;
CREATE TRIGGER note_inserts AFTER INSERT ON template_versions
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_template_changes();
