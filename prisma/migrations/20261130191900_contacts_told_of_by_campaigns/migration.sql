-- A campaign writes of each of its recipients when they were last in touch. Nobody is told of these one by one: a million of
-- them would be read by every open page.
CREATE OR REPLACE FUNCTION note_contact_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'contact', n.id, n.id, people_of(n."ownerId") FROM new_rows n;
  ELSIF current_setting('followthrough.by_campaign', true) IS DISTINCT FROM 'on' THEN
    INSERT INTO changes (kind, "objectId", "contactId", "seenBy")
    SELECT 'contact', n.id, n.id, people_of(n."ownerId", o."ownerId")
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.* IS DISTINCT FROM o.*;
  END IF;
  RETURN NULL;
END
$$;
