-- The pending questions by whether they sleep, counted without reading the questions themselves; and the answers that can still be undone.
CREATE INDEX "Question_awake_idx" ON "Question"("status", "snoozedUntil", "heldUntil", "daemon", "urgency");
CREATE INDEX "Question_undoUntil_idx" ON "Question"("undoUntil");
