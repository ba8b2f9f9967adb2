-- AlterTable
ALTER TABLE "consent_requests" ADD COLUMN     "addressHash" TEXT,
ADD COLUMN     "messageId" TEXT;

-- What waits is in the name of the address that the contact has, and was asked about by the first mail after it.
UPDATE "consent_requests" r
SET "addressHash" = encode(sha256(convert_to(c."emailKey", 'UTF8')), 'hex'),
  "messageId" = (
    SELECT m.id FROM "messages" m
    WHERE m."contactId" = r."contactId" AND m.template = 'consent/confirm' AND m."claimedAt" >= r.at
    ORDER BY m."claimedAt" LIMIT 1)
FROM "contacts" c
WHERE c.id = r."contactId" AND r."confirmedAt" IS NULL AND c."emailKey" IS NOT NULL;
