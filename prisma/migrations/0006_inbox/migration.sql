-- The rest of the inbox: a question's time, its thread, its trail and its files; the chat; what is told to the person.
ALTER TABLE "Question" ADD COLUMN "firesAt" DATETIME;
ALTER TABLE "Question" ADD COLUMN "snoozedUntil" DATETIME;
ALTER TABLE "Question" ADD COLUMN "heldUntil" DATETIME;
ALTER TABLE "Question" ADD COLUMN "asked" INTEGER NOT NULL DEFAULT 1;
ALTER TABLE "Question" ADD COLUMN "undoUntil" DATETIME;
ALTER TABLE "Question" ADD COLUMN "lateAnswer" JSONB;
ALTER TABLE "Question" ADD COLUMN "lateComment" TEXT;
ALTER TABLE "Question" ADD COLUMN "lateChoice" TEXT;
ALTER TABLE "Question" ADD COLUMN "lateAt" DATETIME;
ALTER TABLE "Question" ADD COLUMN "messages" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Question" ADD COLUMN "lastMessageFrom" TEXT;
ALTER TABLE "Question" ADD COLUMN "attachments" JSONB NOT NULL DEFAULT '[]';
-- Until now a deadline was its own moment.
UPDATE "Question" SET "firesAt" = "deadlineAt" WHERE "deadlineAt" IS NOT NULL;
CREATE INDEX "Question_status_firesAt_idx" ON "Question"("status", "firesAt");

CREATE TABLE "Message" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "questionId" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "key" TEXT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" DATETIME,
    CONSTRAINT "Message_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Message_questionId_key_key" ON "Message"("questionId", "key");

CREATE TABLE "QuestionEvent" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "questionId" INTEGER NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "detail" JSONB,
    CONSTRAINT "QuestionEvent_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "QuestionEvent_questionId_id_idx" ON "QuestionEvent"("questionId", "id");

CREATE TABLE "Attachment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "questionId" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    CONSTRAINT "Attachment_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Attachment_questionId_idx" ON "Attachment"("questionId");

CREATE TABLE "Setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" JSONB NOT NULL,
    "changedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "ChatMessage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "daemon" TEXT NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "from" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "data" JSONB,
    "commandId" INTEGER,
    "ticket" TEXT,
    "replyTo" INTEGER,
    "state" TEXT NOT NULL DEFAULT 'complete',
    "key" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX "ChatMessage_key_key" ON "ChatMessage"("key");
CREATE INDEX "ChatMessage_daemon_id_idx" ON "ChatMessage"("daemon", "id");
CREATE INDEX "ChatMessage_commandId_idx" ON "ChatMessage"("commandId");

CREATE TABLE "PushSubscription" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" DATETIME
);
CREATE UNIQUE INDEX "PushSubscription_endpoint_key" ON "PushSubscription"("endpoint");

CREATE TABLE "Delivery" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "urgency" TEXT NOT NULL,
    "daemon" TEXT,
    "ticket" TEXT,
    "title" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" DATETIME,
    "error" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" DATETIME
);
CREATE UNIQUE INDEX "Delivery_key_key" ON "Delivery"("key");
CREATE INDEX "Delivery_status_nextAt_idx" ON "Delivery"("status", "nextAt");
CREATE INDEX "Delivery_createdAt_idx" ON "Delivery"("createdAt");

-- Words of questions and of the chat. The texts stay where they are; these hold the words and the place.
CREATE VIRTUAL TABLE "QuestionWords" USING fts5(
    "title", "body", "comment", "task", content = 'Question', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO "QuestionWords"("QuestionWords") VALUES ('rebuild');
CREATE TRIGGER "Question_words_insert" AFTER INSERT ON "Question" BEGIN
    INSERT INTO "QuestionWords"(rowid, "title", "body", "comment", "task") VALUES (new."id", new."title", new."body", new."comment", new."task");
END;
CREATE TRIGGER "Question_words_delete" AFTER DELETE ON "Question" BEGIN
    INSERT INTO "QuestionWords"("QuestionWords", rowid, "title", "body", "comment", "task") VALUES ('delete', old."id", old."title", old."body", old."comment", old."task");
END;
CREATE TRIGGER "Question_words_update" AFTER UPDATE OF "title", "body", "comment", "task" ON "Question"
WHEN old."title" IS NOT new."title" OR old."body" IS NOT new."body" OR old."comment" IS NOT new."comment" OR old."task" IS NOT new."task" BEGIN
    INSERT INTO "QuestionWords"("QuestionWords", rowid, "title", "body", "comment", "task") VALUES ('delete', old."id", old."title", old."body", old."comment", old."task");
    INSERT INTO "QuestionWords"(rowid, "title", "body", "comment", "task") VALUES (new."id", new."title", new."body", new."comment", new."task");
END;

CREATE VIRTUAL TABLE "ChatWords" USING fts5(
    "text", content = 'ChatMessage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER "ChatMessage_words_insert" AFTER INSERT ON "ChatMessage" BEGIN
    INSERT INTO "ChatWords"(rowid, "text") VALUES (new."id", new."text");
END;
CREATE TRIGGER "ChatMessage_words_delete" AFTER DELETE ON "ChatMessage" BEGIN
    INSERT INTO "ChatWords"("ChatWords", rowid, "text") VALUES ('delete', old."id", old."text");
END;
CREATE TRIGGER "ChatMessage_words_update" AFTER UPDATE OF "text" ON "ChatMessage" WHEN old."text" IS NOT new."text" BEGIN
    INSERT INTO "ChatWords"("ChatWords", rowid, "text") VALUES ('delete', old."id", old."text");
    INSERT INTO "ChatWords"(rowid, "text") VALUES (new."id", new."text");
END;
