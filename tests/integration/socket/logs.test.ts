import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { LogBatch } from "../../../server/contract/log.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { ask, connected, connectSocket } from "../../support/live-client.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

/** A page that watches a log; it takes batches only while it is told to. */
async function page() {
	const paths = await tempHome();
	const files = paths.daemon("worker");
	await mkdir(files.logs, { recursive: true });
	await writeFile(files.currentLog, "one\ntwo\n");
	const env = { API_TOKEN: "correct-horse-battery" };
	const configs = [daemonConfig(node("sleeper.mjs"), { env }), daemonConfig(node("sleeper.mjs"), { name: "other" })];
	const dashboard = await startDashboard(configs, paths);
	const { headers, key } = await dashboard.signIn();
	const socket = await connected(connectSocket(dashboard.url, { extraHeaders: headers, auth: { key } }));
	const batches: LogBatch[] = [];
	const waiting: (() => void)[] = [];
	let isTaking = true;
	socket.on("logs:batch", (batch, taken) => {
		batches.push(batch);
		if (isTaking) taken();
		else waiting.push(taken);
	});
	return {
		batches,
		log: files.currentLog,
		texts: () => batches.flatMap(({ lines }) => lines.map(({ text }) => text)),
		subscribe: (name: string, from: number | null = null) => ask(socket, "logs:subscribe", { name, from, tail: 100 }),
		unsubscribe: () => ask(socket, "logs:unsubscribe", {}),
		pause: () => {
			isTaking = false;
		},
		resume: () => {
			isTaking = true;
			for (const taken of waiting.splice(0)) taken();
		},
		ask: (event: string, ...args: unknown[]) => ask(socket, event, ...args),
	};
}

test("a page gets the last lines of a log and what comes, without secrets, until it does not want it any more", async () => {
	const { subscribe, unsubscribe, texts, log, batches, ask: send } = await page();
	expect(await subscribe("worker")).toEqual({ data: { accepted: true } });
	await eventually(() => texts().length === 2);
	await appendFile(log, "three with correct-horse-battery\n");
	await eventually(() => texts().length === 3);
	expect(texts()).toEqual(["one", "two", "three with [redacted]"]);
	expect(batches.every(({ name }) => name === "worker")).toBe(true);

	expect(await unsubscribe()).toEqual({ data: { accepted: true } });
	const seen = batches.length;
	await appendFile(log, "four\n");
	await subscribe("other");
	await eventually(() => batches.length > seen);
	expect(batches.at(-1)).toMatchObject({ name: "other", lines: [] });

	expect(await subscribe("nobody")).toMatchObject({ error: { code: "unknown-daemon" } });
	expect(await send("logs:subscribe", { name: "worker", from: -1, tail: 1e9 })).toMatchObject({
		error: { code: "bad-request" },
	});
});

test("a page goes on where it stopped", async () => {
	const { subscribe, texts, batches, log } = await page();
	await subscribe("worker");
	await eventually(() => texts().length === 2);
	await subscribe("other");
	await appendFile(log, "meanwhile\n");
	await subscribe("worker", batches[0]?.end ?? null);
	await eventually(() => texts().includes("meanwhile"));
	expect(texts()).toEqual(["one", "two", "meanwhile"]);
});

test("a page that is busy gets no second batch, and then the newest lines and the number of the others", async () => {
	const { subscribe, texts, batches, log, pause, resume } = await page();
	await subscribe("worker");
	await eventually(() => texts().length === 2);
	pause();
	await appendFile(log, "first\n");
	await eventually(() => batches.length === 2);
	for (let part = 0; part < 20; part++) {
		await appendFile(log, Array.from({ length: 500 }, (_, index) => `${part * 500 + index}\n`).join(""));
	}
	expect(batches).toHaveLength(2);
	resume();
	await eventually(() => texts().at(-1) === "9999");
	const skipped = batches.reduce((sum, one) => sum + (one.skipped?.lines ?? 0), 0);
	expect(skipped + texts().length).toBe(10_003);
	expect(texts().length).toBeLessThan(1_000);
});
