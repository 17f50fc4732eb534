import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import type { ChatMessage } from "../../../server/contract/chat.ts";
import type { Status } from "../../../server/contract/daemon.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { callApi } from "../../support/dashboard.ts";
import { type DashboardProcess, spawnDashboard } from "../../support/dashboard-process.ts";
import { freePort } from "../../support/free-port.ts";
import { end } from "../../support/processes.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually, fileText } from "../../support/wait.ts";
import { talkRig } from "./rig.ts";

const LONG = 3_600_000;

test("what is undone in time is not done", async () => {
	const talk = await talkRig({ undo: LONG });
	const [, action] = await talk.send("start the daemon");
	expect(action).toMatchObject({
		kind: "action",
		state: "waiting",
		settled: false,
		text: "Starting worker",
		action: { verb: "start", daemon: "worker", words: null },
	});
	expect(Date.parse(action?.action?.actsAt ?? "")).toBeGreaterThan(Date.now() + LONG / 2);
	const undo = () => talk.dashboard.api<ChatMessage>(`/chat/worker/messages/${action?.id}/undo`, { method: "POST" });
	expect((await undo()).body).toMatchObject({ state: "undone", settled: true, text: "Not done: start worker" });
	expect((await undo()).status).toBe(200);
	const { body } = await talk.dashboard.api<Status>("/status");
	expect(body.daemons[0]).toMatchObject({ phase: "stopped", desired: "down" });
});

test("starts, restarts and stops, and says what came of it", async () => {
	const talk = await talkRig();
	const done = async (text: string) => {
		const [, action] = await talk.send(text);
		return talk.message(action?.id ?? 0, ({ settled }) => settled);
	};
	expect(await done("start it")).toMatchObject({
		state: "complete",
		text: "Started worker",
		action: { words: "It runs." },
	});
	const pid = async () => (await talk.dashboard.api<Status>("/status")).body.daemons[0]?.pid;
	const first = await pid();
	expect(await done("/restart worker")).toMatchObject({ state: "complete", text: "Restarted worker" });
	expect(await pid()).not.toBe(first);
	const stopped = await done("stop the daemon");
	expect(stopped).toMatchObject({ state: "complete", text: "Stopped worker" });
	expect(await pid()).toBeNull();
	const late = await talk.dashboard.api(`/chat/worker/messages/${stopped.id}/undo`, { method: "POST" });
	expect(late.status).toBe(409);
});

test("tells a daemon something, with its receipt", async () => {
	const talk = await talkRig();
	const [, action] = await talk.send("tell worker to rest");
	const told = await talk.message(action?.id ?? 0, ({ command }) => command !== null);
	expect(told).toMatchObject({
		state: "complete",
		settled: false,
		command: { daemon: "worker", text: "rest", when: "checkpoint", status: "accepted" },
	});
	// The message for the daemon is not brought in a second time, as one from elsewhere.
	await talk.send("/help");
	expect((await talk.page()).messages).toHaveLength(4);
});

test("one that was due while no dashboard ran is not done later", async () => {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	const action = {
		verb: "start",
		daemon: "worker",
		actsAt: new Date(Date.now() - 120_000).toISOString(),
		text: null,
		when: null,
		words: null,
	};
	await db.write(async ({ chatMessage, setting }) => {
		const row = { daemon: "worker", from: "nightshift", kind: "action", text: "Starting worker", state: "waiting" };
		const { id } = await chatMessage.create({ data: { ...row, data: { action } } });
		await setting.create({ data: { key: "chat", value: { open: [id] } } });
	});
	await db.close();
	const talk = await talkRig({ paths });
	const [late] = await talk.until((messages) => messages[0]?.state === "failed");
	expect(late?.action?.words).toContain("did not run when it was due");
	expect((await talk.dashboard.api<Status>("/status")).body.daemons[0]?.phase).toBe("stopped");
});

/** A home whose daemon leaves a line at each start, and a dashboard as a process of its own. */
async function killable(undo: string) {
	const paths = await tempHome();
	const starts = join(paths.home, "starts.txt");
	const script = `require("node:fs").appendFileSync(${JSON.stringify(starts)}, "x"); setInterval(() => {}, 1e9);`;
	const config = {
		dashboard: { port: await freePort() },
		person: { undo },
		daemons: { worker: { command: [process.execPath, "-e", script], autostart: false } },
	};
	await writeFile(paths.config, JSON.stringify(config));
	let dashboard: DashboardProcess | null = null;
	let url = "";
	const call = async <T>(path: string, body?: unknown) =>
		callApi<T>(url, (await readFile(paths.token, "utf8")).trim(), path, { ...(body !== undefined && { body }) });
	return {
		paths,
		starts,
		call,
		async start() {
			dashboard = spawnDashboard(paths, []);
			url = await dashboard.url();
		},
		async kill() {
			dashboard?.child.kill("SIGKILL");
			await dashboard?.exited;
		},
		async message(id: number, fits: (message: ChatMessage) => boolean) {
			return eventually(async () => {
				const { body } = await call<{ messages: ChatMessage[] }>(`/chat/worker/messages?ids=${id}`);
				const [message] = body.messages;
				return message && fits(message) ? message : null;
			});
		},
	};
}

async function commandsOf(paths: Paths): Promise<string[]> {
	const db = await openDatabase(paths.database);
	const rows = await db.read(({ command }) => command.findMany({ orderBy: { id: "asc" } }));
	await db.close();
	return rows.map(({ text }) => text);
}

test("each message to a daemon is sent once, whenever the dashboard is killed", async () => {
	const rig = await killable("150ms");
	const told: string[] = [];
	await rig.start();
	for (let round = 0; round < 5; round++) {
		const text = `round ${round}`;
		const { body } = await rig.call<{ messages: ChatMessage[] }>("/chat/worker/messages", { text: `/tell ${text}` });
		told.push(text);
		// Killed around the moment at which it is carried out: that moment is the subject.
		await delay(110 + round * 20);
		await rig.kill();
		await rig.start();
		await rig.message(body.messages[1]?.id ?? 0, ({ state }) => state === "complete");
	}
	await rig.kill();
	expect(await commandsOf(rig.paths)).toEqual(told);
}, 120_000);

test("a restart is carried out once, whenever the dashboard is killed", async () => {
	const rig = await killable("100ms");
	await rig.start();
	const { body } = await rig.call<Status["daemons"][number]>("/daemons/worker/start", {});
	let pid = body.pid;
	try {
		for (let round = 1; round <= 3; round++) {
			const sent = await rig.call<{ messages: ChatMessage[] }>("/chat/worker/messages", { text: "restart it" });
			const id = sent.body.messages[1]?.id ?? 0;
			await delay(90 + round * 20);
			await rig.kill();
			await rig.start();
			const done = await rig.message(id, ({ settled }) => settled);
			expect(done.state).toBe("complete");
			const now = await eventually(async () => {
				const { daemons } = (await rig.call<Status>("/status")).body;
				return daemons[0]?.phase === "running" && daemons[0].pid !== pid ? daemons[0].pid : null;
			});
			pid = now;
			// A daemon runs before its program has written; one start too many would show in the next round.
			expect(await fileText(rig.starts, (text) => text.length >= 1 + round)).toHaveLength(1 + round);
		}
	} finally {
		await rig.kill();
		end(pid);
	}
}, 120_000);
