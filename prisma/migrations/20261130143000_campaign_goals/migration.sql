-- Which events can be a campaign's goal, known without reading its text.
ALTER TABLE "definition_versions" ADD COLUMN "goalOn" TEXT[];
