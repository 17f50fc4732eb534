ALTER TABLE "Run" ADD COLUMN "stage" TEXT NOT NULL DEFAULT 'work';
ALTER TABLE "Run" ADD COLUMN "waitsFor" TEXT;
ALTER TABLE "Run" ADD COLUMN "outcome" TEXT;
ALTER TABLE "Run" ADD COLUMN "result" TEXT;
ALTER TABLE "Run" ADD COLUMN "agent" TEXT;
ALTER TABLE "Run" ADD COLUMN "stalls" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD COLUMN "repairs" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD COLUMN "activeMs" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD COLUMN "inputTokens" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD COLUMN "outputTokens" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD COLUMN "cost" REAL NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD COLUMN "currency" TEXT;
ALTER TABLE "Run" ADD COLUMN "allowance" JSONB NOT NULL DEFAULT '{}';
-- Before there were reviews, the branch of finished work was kept.
UPDATE "Run" SET "outcome" = 'kept' WHERE "status" = 'done';
CREATE INDEX "Run_daemon_workspace_item_idx" ON "Run"("daemon", "workspace", "item");

CREATE TABLE "Turn" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "prompt" TEXT NOT NULL,
    "reply" TEXT NOT NULL DEFAULT '',
    "stopReason" TEXT,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "cost" REAL,
    "currency" TEXT,
    "startedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME,
    CONSTRAINT "Turn_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "Turn_runId_number_key" ON "Turn"("runId", "number");

CREATE TABLE "ToolCall" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "turnId" INTEGER NOT NULL,
    "callId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "command" TEXT,
    "output" TEXT,
    "changes" JSONB NOT NULL DEFAULT '[]',
    "startedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME,
    CONSTRAINT "ToolCall_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "ToolCall_turnId_callId_key" ON "ToolCall"("turnId", "callId");

CREATE TABLE "Check" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" INTEGER NOT NULL,
    "command" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "how" TEXT NOT NULL,
    "output" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Check_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "Check_runId_idx" ON "Check"("runId");

CREATE TABLE "ItemMark" (
    "daemon" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "aside" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "next" BOOLEAN NOT NULL DEFAULT false,
    "changedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY ("daemon", "workspace", "item")
);

CREATE TABLE "Rule" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "daemon" TEXT NOT NULL,
    "item" TEXT,
    "agent" TEXT,
    "decision" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "ticket" TEXT,
    "note" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "lastUsedAt" DATETIME
);
CREATE INDEX "Rule_daemon_revokedAt_idx" ON "Rule"("daemon", "revokedAt");
