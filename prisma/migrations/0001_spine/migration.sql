CREATE TABLE "Question" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "daemon" TEXT,
    "scope" TEXT NOT NULL DEFAULT '',
    "key" TEXT,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT,
    "options" JSONB NOT NULL DEFAULT '[]',
    "schema" JSONB,
    "task" TEXT,
    "blocking" BOOLEAN NOT NULL DEFAULT false,
    "urgency" TEXT NOT NULL DEFAULT 'normal',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deadlineAt" DATETIME,
    "onDeadline" TEXT NOT NULL DEFAULT 'wait',
    "default" JSONB,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "answer" JSONB,
    "comment" TEXT,
    "answeredBy" TEXT,
    "answeredAt" DATETIME,
    "answerKeys" JSONB NOT NULL DEFAULT '[]',
    "withdrawnReason" TEXT,
    "deliveredAt" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX "Question_scope_key_key" ON "Question"("scope", "key");
CREATE INDEX "Question_status_id_idx" ON "Question"("status", "id");

CREATE TABLE "Command" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "daemon" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "when" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'accepted',
    "reply" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" DATETIME,
    "finishedAt" DATETIME
);
CREATE INDEX "Command_daemon_status_id_idx" ON "Command"("daemon", "status", "id");

CREATE TABLE "Activity" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "daemon" TEXT,
    "kind" TEXT NOT NULL,
    "task" TEXT,
    "ticket" TEXT,
    "title" TEXT NOT NULL,
    "detail" TEXT,
    "outcome" TEXT
);
CREATE INDEX "Activity_daemon_id_idx" ON "Activity"("daemon", "id");

CREATE TABLE "Run" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "daemon" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "worktree" TEXT NOT NULL,
    "baseCommit" TEXT NOT NULL,
    "sessionId" TEXT,
    "status" TEXT NOT NULL DEFAULT 'running',
    "reason" TEXT,
    "commit" TEXT,
    "startedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME
);
CREATE INDEX "Run_daemon_workspace_status_idx" ON "Run"("daemon", "workspace", "status");
