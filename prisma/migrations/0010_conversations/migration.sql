-- The record of conversations with AI tools, where their transcripts were read to, and the backups that were asked for.
CREATE TABLE "Conversation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "session" TEXT NOT NULL,
    "cwd" TEXT,
    "title" TEXT,
    "startedAt" DATETIME,
    "endedAt" DATETIME,
    "firstTurnAt" DATETIME,
    "lastTurnAt" DATETIME,
    "models" JSONB NOT NULL DEFAULT '[]',
    "usage" JSONB NOT NULL DEFAULT '{}',
    "userTurns" INTEGER NOT NULL DEFAULT 0,
    "replies" INTEGER NOT NULL DEFAULT 0,
    "toolCalls" INTEGER NOT NULL DEFAULT 0,
    "failedCalls" INTEGER NOT NULL DEFAULT 0,
    "triggers" INTEGER NOT NULL DEFAULT 0,
    "redactions" INTEGER NOT NULL DEFAULT 0,
    "summary" TEXT,
    "keywords" JSONB NOT NULL DEFAULT '[]',
    "summaryBy" TEXT,
    "summaryOf" INTEGER,
    "backedUpAt" DATETIME,
    "change" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "Conversation_source_session_key" ON "Conversation"("source", "session");
CREATE INDEX "Conversation_change_idx" ON "Conversation"("change");
CREATE INDEX "Conversation_lastTurnAt_id_idx" ON "Conversation"("lastTurnAt", "id");

CREATE TABLE "ConversationTurn" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "conversationId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "text" TEXT NOT NULL,
    "tool" JSONB,
    "output" TEXT,
    "sidechain" BOOLEAN NOT NULL DEFAULT false,
    "trigger" BOOLEAN NOT NULL DEFAULT false,
    "cut" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "ConversationTurn_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "ConversationTurn_conversationId_key_key" ON "ConversationTurn"("conversationId", "key");
CREATE INDEX "ConversationTurn_conversationId_at_id_idx" ON "ConversationTurn"("conversationId", "at", "id");

CREATE TABLE "ConversationUsage" (
    "conversationId" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "model" TEXT,
    "amounts" JSONB NOT NULL,
    PRIMARY KEY ("conversationId", "key"),
    CONSTRAINT "ConversationUsage_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "ConversationFile" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "head" TEXT NOT NULL,
    "tail" TEXT NOT NULL DEFAULT '',
    "generation" INTEGER NOT NULL DEFAULT 1,
    "offset" BIGINT NOT NULL DEFAULT 0,
    "carry" JSONB,
    "lines" INTEGER NOT NULL DEFAULT 0,
    "malformed" INTEGER NOT NULL DEFAULT 0,
    "unknown" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL DEFAULT 'watched',
    "problem" TEXT,
    "conversationId" INTEGER,
    "seenAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" DATETIME,
    CONSTRAINT "ConversationFile_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "ConversationFile_file_generation_key" ON "ConversationFile"("file", "generation");
CREATE INDEX "ConversationFile_state_idx" ON "ConversationFile"("state");
CREATE INDEX "ConversationFile_path_idx" ON "ConversationFile"("path");
CREATE INDEX "ConversationFile_conversationId_idx" ON "ConversationFile"("conversationId");

CREATE TABLE "ConversationOrder" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "conversationId" INTEGER NOT NULL,
    "turnKey" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "doneAt" DATETIME,
    CONSTRAINT "ConversationOrder_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "ConversationOrder_conversationId_turnKey_key" ON "ConversationOrder"("conversationId", "turnKey");
CREATE INDEX "ConversationOrder_doneAt_id_idx" ON "ConversationOrder"("doneAt", "id");

-- Found by the words that were said, and by what a tool was asked for; what it put out is not indexed. A turn's place is
-- its second and its id: the index is in the order of times, so that the newest of a million turns with a word come first,
-- whichever was recorded first. A second has room for 2^30 turns, and there are as many seconds as until the year 2242.
CREATE VIRTUAL TABLE "ConversationWords" USING fts5(
    "text", content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
-- Merged half as often as is usual: that takes less of the time of each transaction, and searching does not notice.
INSERT INTO "ConversationWords"("ConversationWords", rank) VALUES ('automerge', 8);
CREATE TRIGGER "ConversationTurn_words_insert" AFTER INSERT ON "ConversationTurn" BEGIN
    INSERT INTO "ConversationWords"(rowid, "text")
        VALUES (min(max(coalesce(unixepoch(new."at"), 0), 0), 8589934591) << 30 | new."id", new."text");
END;
CREATE TRIGGER "ConversationTurn_words_delete" AFTER DELETE ON "ConversationTurn" BEGIN
    INSERT INTO "ConversationWords"("ConversationWords", rowid, "text")
        VALUES ('delete', min(max(coalesce(unixepoch(old."at"), 0), 0), 8589934591) << 30 | old."id", old."text");
END;
CREATE TRIGGER "ConversationTurn_words_update" AFTER UPDATE OF "at", "text" ON "ConversationTurn"
WHEN old."text" IS NOT new."text" OR old."at" IS NOT new."at" BEGIN
    INSERT INTO "ConversationWords"("ConversationWords", rowid, "text")
        VALUES ('delete', min(max(coalesce(unixepoch(old."at"), 0), 0), 8589934591) << 30 | old."id", old."text");
    INSERT INTO "ConversationWords"(rowid, "text")
        VALUES (min(max(coalesce(unixepoch(new."at"), 0), 0), 8589934591) << 30 | new."id", new."text");
END;
