-- What rules have answered, newest first, for the page of rules.
CREATE INDEX "Question_answeredBy_id_idx" ON "Question"("answeredBy", "id");
