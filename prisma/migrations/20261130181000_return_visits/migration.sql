-- CreateIndex
CREATE INDEX "tasks_visits_due" ON "tasks"("dueAt", "id") WHERE (kind = 'visit' AND status = 'open');

-- CreateIndex
CREATE INDEX "tasks_visits_of" ON "tasks"("assigneeId", "dueAt") WHERE (kind = 'visit' AND status = 'open');

-- CreateIndex
CREATE INDEX "appointments_by_time" ON "appointments"("beginsAt") WHERE (state = 'standing');

-- CreateIndex
CREATE INDEX "events_of_customers" ON "events"("contactId", "type", "at") WHERE (type IN ('order.placed', 'case.opened', 'case.closed', 'survey.answered', 'email.replied', 'sms.replied'));

