CREATE TABLE "HistoryDaemon" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);
CREATE UNIQUE INDEX "HistoryDaemon_name_key" ON "HistoryDaemon"("name");

CREATE TABLE "HistoryPoint" (
    "daemon" INTEGER NOT NULL,
    "metric" INTEGER NOT NULL,
    "resolution" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "min" BIGINT NOT NULL,
    "sum" BIGINT NOT NULL,
    "max" BIGINT NOT NULL,
    PRIMARY KEY ("daemon", "metric", "resolution", "at")
) WITHOUT ROWID;

CREATE TABLE "HistorySpan" (
    "daemon" INTEGER NOT NULL,
    "from" BIGINT NOT NULL,
    "to" BIGINT NOT NULL,
    "desired" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "health" TEXT NOT NULL,
    PRIMARY KEY ("daemon", "from")
) WITHOUT ROWID;

CREATE TABLE "HistoryStart" (
    "daemon" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "automatic" BOOLEAN NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY ("daemon", "at")
) WITHOUT ROWID;

CREATE TABLE "HistoryEnd" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "daemon" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "cause" TEXT NOT NULL,
    "asked" BOOLEAN NOT NULL,
    "instance" TEXT,
    "code" INTEGER,
    "signal" TEXT,
    "forced" BOOLEAN,
    "ranMs" BIGINT,
    "decision" TEXT
);
CREATE UNIQUE INDEX "HistoryEnd_daemon_instance_key" ON "HistoryEnd"("daemon", "instance");
CREATE INDEX "HistoryEnd_daemon_at_idx" ON "HistoryEnd"("daemon", "at");
