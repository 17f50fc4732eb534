import { rename, writeFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { StatusWatcher } from "../../../server/supervisor/health/status-watcher.ts";
import { tempHome } from "../../support/temp-home.ts";

test("the last of a burst of changes is seen without waiting for the poll", async () => {
	const { dir, status } = (await tempHome()).daemon("worker");
	let lastWord: (() => void) | undefined;
	const heard = new Promise<void>((resolve) => {
		lastWord = resolve;
	});
	const watcher = new StatusWatcher(
		status,
		dir,
		(reading) => {
			if (reading.status?.seq === 60) lastWord?.();
		},
		(error) => {
			throw error;
		},
	);
	onTestFinished(() => watcher.close());
	for (let seq = 1; seq <= 60; seq++) {
		await writeFile(`${status}.tmp`, JSON.stringify({ v: 1, seq }));
		await rename(`${status}.tmp`, status);
	}
	await expect(heard).resolves.toBeUndefined();
});
