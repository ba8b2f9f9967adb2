-- What came back for a recipient of a campaign's own mail.
CREATE TABLE "campaign_responses" (
    "campaignId" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_responses_pkey" PRIMARY KEY ("campaignId","kind","n","detail")
);
