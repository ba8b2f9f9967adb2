-- The list of all tasks, the first due first.
CREATE INDEX "tasks_dueAt_id_idx" ON "tasks"("dueAt", "id");
