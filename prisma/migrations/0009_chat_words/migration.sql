-- Words of the chat, conversation by conversation: a word's places are in order, so that the newest in one conversation are read
-- off their end, however many there are in this one and in others. A place is the conversation's number times 2^32, and the message's id.
CREATE TABLE "ChatConversation" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "daemon" TEXT NOT NULL
);
CREATE UNIQUE INDEX "ChatConversation_daemon_key" ON "ChatConversation"("daemon");
INSERT INTO "ChatConversation"("daemon") SELECT DISTINCT "daemon" FROM "ChatMessage";

DROP TRIGGER "ChatMessage_words_insert";
DROP TRIGGER "ChatMessage_words_delete";
DROP TRIGGER "ChatMessage_words_update";
DROP TABLE "ChatWords";

-- Every beginning of a word has its places (up to 24 letters): otherwise those of all words with this beginning are merged first.
CREATE VIRTUAL TABLE "ChatWords" USING fts5(
    "text", content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24'
);
INSERT INTO "ChatWords"(rowid, "text")
    SELECT c."id" << 32 | m."id", m."text" FROM "ChatConversation" c CROSS JOIN "ChatMessage" m ON m."daemon" = c."daemon"
    ORDER BY c."id", m."id";

CREATE TRIGGER "ChatMessage_words_insert" AFTER INSERT ON "ChatMessage" BEGIN
    INSERT INTO "ChatConversation"("daemon") SELECT new."daemon"
        WHERE NOT EXISTS (SELECT 1 FROM "ChatConversation" WHERE "daemon" = new."daemon");
    INSERT INTO "ChatWords"(rowid, "text")
        SELECT "id" << 32 | new."id", new."text" FROM "ChatConversation" WHERE "daemon" = new."daemon";
END;
CREATE TRIGGER "ChatMessage_words_delete" AFTER DELETE ON "ChatMessage" BEGIN
    INSERT INTO "ChatWords"("ChatWords", rowid, "text")
        SELECT 'delete', "id" << 32 | old."id", old."text" FROM "ChatConversation" WHERE "daemon" = old."daemon";
END;
CREATE TRIGGER "ChatMessage_words_update" AFTER UPDATE OF "text" ON "ChatMessage" WHEN old."text" IS NOT new."text" BEGIN
    INSERT INTO "ChatWords"("ChatWords", rowid, "text")
        SELECT 'delete', "id" << 32 | old."id", old."text" FROM "ChatConversation" WHERE "daemon" = old."daemon";
    INSERT INTO "ChatWords"(rowid, "text")
        SELECT "id" << 32 | new."id", new."text" FROM "ChatConversation" WHERE "daemon" = new."daemon";
END;

-- Commands that have ended and whose end the conversations do not tell yet: as many as there is news, however many are open.
CREATE TABLE "CommandEnd" ("commandId" INTEGER NOT NULL PRIMARY KEY);
CREATE TRIGGER "Command_end_insert" AFTER INSERT ON "Command" WHEN new."finishedAt" IS NOT NULL BEGIN
    INSERT INTO "CommandEnd"("commandId") VALUES (new."id");
END;
CREATE TRIGGER "Command_end_update" AFTER UPDATE OF "finishedAt" ON "Command"
WHEN old."finishedAt" IS NULL AND new."finishedAt" IS NOT NULL BEGIN
    INSERT INTO "CommandEnd"("commandId") SELECT new."id"
        WHERE NOT EXISTS (SELECT 1 FROM "CommandEnd" WHERE "commandId" = new."id");
END;
CREATE TRIGGER "Command_end_delete" AFTER DELETE ON "Command" BEGIN
    DELETE FROM "CommandEnd" WHERE "commandId" = old."id";
END;
CREATE INDEX "Command_open_idx" ON "Command"("id") WHERE "finishedAt" IS NULL;
-- Until now the conversations kept a list of the commands whose end they awaited.
INSERT INTO "CommandEnd"("commandId")
    SELECT "id" FROM "Command" WHERE "finishedAt" IS NOT NULL AND (
        "id" > coalesce((SELECT json_extract("value", '$.commands') FROM "Setting" WHERE "key" = 'chat'), 0)
        OR "id" IN (SELECT j."value" FROM "Setting" s, json_each(s."value", '$.awaiting') j WHERE s."key" = 'chat')
    );
UPDATE "Setting" SET "value" = json_remove("value", '$.awaiting') WHERE "key" = 'chat';
