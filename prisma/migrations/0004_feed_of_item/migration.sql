-- What happened about one item, of a feed that is as long as the daemon's life.
CREATE INDEX "Activity_daemon_task_id_idx" ON "Activity"("daemon", "task", "id");
