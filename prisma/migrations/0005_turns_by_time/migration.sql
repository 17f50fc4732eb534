-- The turns of a time, and of a run, with all that is added up of them: in the table itself these columns stand after
-- texts of a hundred thousand characters, which would all be read.
CREATE INDEX "Turn_by_time_idx" ON "Turn"("endedAt", "startedAt", "runId", "inputTokens", "outputTokens", "cost", "currency");
CREATE INDEX "Turn_runId_startedAt_endedAt_idx" ON "Turn"("runId", "startedAt", "endedAt");
