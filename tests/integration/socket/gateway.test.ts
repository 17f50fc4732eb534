import { once } from "node:events";
import { rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import type { Question } from "../../../server/contract/question.ts";
import type { SyncReply } from "../../../server/contract/state.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { type Browser, startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { ask, connected, connectSocket, Follower } from "../../support/live-client.ts";
import { eventually } from "../../support/wait.ts";

const TRANSPORTS = ["websocket", "polling"] as const;

async function page(dashboard: TestDashboard, transport: (typeof TRANSPORTS)[number] = "websocket") {
	return connected(connectSocket(dashboard.url, { transports: [transport], ...pageOf(await dashboard.signIn()) }));
}

/** How a page connects. */
function pageOf({ headers, key }: Browser) {
	return { extraHeaders: headers, auth: { key } };
}

describe.each(TRANSPORTS)("a connection by %s", (transport) => {
	test("needs a session, our origin and our name", async () => {
		const dashboard = await startDashboard();
		const { url, host, token } = dashboard;
		const browser = await dashboard.signIn();
		const { headers, cookie, key } = browser;
		const auth = { key };
		const bearer = `Bearer ${token.current()}`;
		const attempts: Record<string, string>[] = [
			{},
			{ cookie: "nightshift=1", origin: url },
			{ ...headers, origin: "http://evil.example" },
			{ ...headers, origin: "null" },
			{ ...headers, cookie: "" },
			{ authorization: bearer, origin: "http://evil.example" },
			{ authorization: "Bearer wrong" },
		];
		// The polling client does not let one send another Host; the guard's own tests do that on the wire.
		if (transport === "websocket")
			attempts.push({ authorization: bearer, host: host.replace("127.0.0.1", "rebound.example") });
		for (const extraHeaders of attempts) {
			const options = { transports: [transport], extraHeaders, auth };
			const refused = connected(connectSocket(url, options)).then(() => "connected");
			await expect(refused, JSON.stringify(extraHeaders)).rejects.toThrow();
		}
		const others = (await dashboard.signIn()).key;
		for (const wrong of [undefined, {}, { key: "" }, { key: 7 }, { key: [key] }, { key: others }, { key: cookie }]) {
			const extraHeaders = { cookie, origin: url };
			const options = { transports: [transport], extraHeaders, ...(wrong && { auth: wrong }) };
			const refused = connected(connectSocket(url, options)).then(() => "connected");
			await expect(refused, JSON.stringify(wrong)).rejects.toThrow();
		}
		await connected(connectSocket(url, { transports: [transport], ...pageOf(browser) }));
		await connected(connectSocket(url, { transports: [transport], extraHeaders: { authorization: bearer } }));
	});

	test("gets a snapshot and then every change in order", async () => {
		const dashboard = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
		const follower = new Follower(await page(dashboard, transport));
		const { state } = await follower.start();
		expect(state.dashboard).toMatchObject({ running: true, url: dashboard.url });
		expect(state.daemons).toMatchObject([{ name: "worker", phase: "stopped" }]);

		expect(await ask(follower.socket, "daemon:start", { name: "worker" })).toEqual({ data: { accepted: true } });
		await follower.until(({ daemons }) => daemons[0]?.phase === "running");
		const { body } = await dashboard.api("/questions", { body: { title: "Well?", daemon: "worker" } });
		await follower.until(({ pending }) => pending.some(({ ticket }) => ticket === body.ticket));
		const answered = await ask<Question>(follower.socket, "question:answer", { ticket: body.ticket, answer: "yes" });
		expect(answered).toMatchObject({ data: { status: "answered", answer: "yes" } });
		const after = await follower.until(({ pending, pendingCount }) => pending.length === 0 && pendingCount === 0);
		expect(after.activity.filter(({ kind }) => kind === "question")).toHaveLength(2);
		await ask(follower.socket, "daemon:stop", { name: "worker" });
		await follower.until(({ daemons }) => daemons[0]?.phase === "stopped");
	});
});

describe("a client that comes back", () => {
	test("gets just what it missed, and everything when it is of another run or too far behind", async () => {
		const dashboard = await startDashboard();
		const first = new Follower(await page(dashboard));
		const { epoch, rev } = await first.start();
		first.socket.disconnect();
		for (const title of ["1", "2"]) await dashboard.api("/questions", { body: { title } });

		const again = await page(dashboard);
		const missed = await ask<SyncReply>(again, "state:sync", { epoch, rev });
		if (!("data" in missed && "deltas" in missed.data)) throw new Error("expected changes");
		const { deltas } = missed.data;
		expect(deltas.map((delta) => delta.rev)).toEqual(deltas.map((_, index) => rev + 1 + index));
		expect(deltas.map(({ change }) => change.type)).toEqual(expect.arrayContaining(["question", "activity"]));
		// That the inbox is another one is told a moment later, once for several changes.
		const all = [...deltas];
		await eventually(async () => {
			const reply = await ask<SyncReply>(again, "state:sync", { epoch, rev: rev + all.length });
			const later = "data" in reply && "deltas" in reply.data ? reply.data.deltas : [];
			all.push(...later);
			return later.length === 0 && all.some(({ change }) => change.type === "revision");
		});
		const now = rev + all.length;
		for (const request of [null, { epoch: "another", rev: now }, { epoch, rev: now + 500 }]) {
			const reply = await ask<SyncReply>(again, "state:sync", request);
			if (!("data" in reply && "snapshot" in reply.data)) throw new Error("expected everything");
			expect(reply.data.snapshot).toMatchObject({ epoch, rev: expect.any(Number) });
			expect(reply.data.snapshot.rev).toBeGreaterThanOrEqual(now);
		}
	});

	test("after a restart of the dashboard, finds another epoch and the same inbox", async () => {
		const dashboard = await startDashboard();
		const before = await new Follower(await page(dashboard)).start();
		await dashboard.api("/questions", { body: { title: "kept" } });
		await dashboard.close();
		const next = await startDashboard([], dashboard.paths);
		const socket = await page(next);
		const reply = await ask<SyncReply>(socket, "state:sync", { epoch: before.epoch, rev: before.rev });
		if (!("data" in reply && "snapshot" in reply.data)) throw new Error("expected everything");
		expect(reply.data.snapshot.epoch).not.toBe(before.epoch);
		expect(reply.data.snapshot.state.pending).toMatchObject([{ title: "kept" }]);
	});
});

describe("a command", () => {
	test("that makes no sense is answered with one sentence", async () => {
		const dashboard = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
		const socket = await page(dashboard);
		const codeOf = async (event: string, ...args: unknown[]) => {
			const reply = await ask(socket, event, ...args);
			return "error" in reply ? reply.error.code : null;
		};
		expect(await codeOf("daemon:start", { name: "nobody" })).toBe("unknown-daemon");
		expect(await codeOf("daemon:start", { name: 7 })).toBe("bad-request");
		expect(await codeOf("daemon:start")).toBe("bad-request");
		expect(await codeOf("daemon:start", null)).toBe("bad-request");
		expect(await codeOf("state:sync", { epoch: 1 })).toBe("bad-request");
		expect(await codeOf("question:answer", { ticket: "Q-1", answer: "x" })).toBe("unknown-question");
		expect(await codeOf("question:answer", { answer: "x" })).toBe("bad-request");
		expect(await codeOf("command:send", { daemon: "nobody", text: "x" })).toBe("unknown-daemon");
		expect(await codeOf("command:send", { daemon: "worker", text: "" })).toBe("bad-request");
		const sent = await ask(socket, "command:send", { daemon: "worker", text: "pause", when: "now" });
		expect(sent).toMatchObject({ data: { status: "accepted", text: "pause" } });
	});

	test("without an acknowledgement works, and rubbish in its place does no harm", async () => {
		const dashboard = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
		const follower = new Follower(await page(dashboard));
		await follower.start();
		const emit = follower.socket.emit.bind(follower.socket) as (event: string, ...args: unknown[]) => void;
		emit("daemon:start");
		emit("daemon:start", "rubbish", "more", 3);
		emit("state:sync", { epoch: "x".repeat(1_000), rev: -1 });
		emit("no:such:event", {});
		emit("daemon:start", { name: "worker" });
		await follower.until(({ daemons }) => daemons[0]?.phase === "running");
	});

	test("sent twice is answered twice and done once", async () => {
		const dashboard = await startDashboard([daemonConfig(node("sleeper.mjs"))]);
		const follower = new Follower(await page(dashboard));
		await follower.start();
		const both = await Promise.all([1, 2].map(() => ask(follower.socket, "daemon:start", { name: "worker" })));
		expect(both).toEqual([{ data: { accepted: true } }, { data: { accepted: true } }]);
		const { daemons } = await follower.until((state) => state.daemons[0]?.phase === "running");
		const settled = await dashboard.api("/daemons/worker/start", { method: "POST" });
		expect(settled.body.pid).toBe(daemons[0]?.pid);
		expect(settled.body.restarts).toBe(0);
	});

	test("from two tabs at once has one winner, and the other is told who answered", async () => {
		const dashboard = await startDashboard();
		const { body } = await dashboard.api("/questions", { body: { title: "Which?" } });
		const tabs = [await page(dashboard), await page(dashboard)];
		const replies = await Promise.all(
			tabs.map((tab, index) => ask<Question>(tab, "question:answer", { ticket: body.ticket, answer: `tab ${index}` })),
		);
		expect(replies.filter((reply) => "data" in reply)).toHaveLength(1);
		const [lost] = replies.filter((reply) => "error" in reply);
		expect(lost).toMatchObject({ error: { code: "already-answered", message: expect.stringContaining("tab ") } });
	});

	test("too many at once are refused and the connection stays", async () => {
		const dashboard = await startDashboard();
		const socket = await page(dashboard);
		const replies = await Promise.all(Array.from({ length: 70 }, () => ask(socket, "state:sync", null)));
		const refused = replies.flatMap((reply) => ("error" in reply ? [reply.error.code] : []));
		expect(refused).toEqual(Array.from({ length: 10 }, () => "rate-limited"));
		expect(socket.connected).toBe(true);
	});

	test("larger than anything a page sends ends the connection", async () => {
		const socket = await page(await startDashboard());
		socket.emit("daemon:start", { name: "x".repeat(2_000_000) }, () => {});
		await once(socket as never, "disconnect");
	});
});

describe("a session that ends", () => {
	test("takes its sockets with it: a new token", async () => {
		const dashboard = await startDashboard();
		const socket = await page(dashboard);
		await rm(dashboard.paths.token);
		expect(await ask(socket, "state:sync", null)).toMatchObject({ error: { code: "not-signed-in" } });
		await once(socket as never, "disconnect");
	});

	test("takes its sockets with it: signing out, and not those of others", async () => {
		const dashboard = await startDashboard();
		const { url } = dashboard;
		const browser = await dashboard.signIn();
		const { cookie, headers } = browser;
		const mine = await connected(connectSocket(url, pageOf(browser)));
		const other = await page(dashboard);
		const signOut = (proof: Record<string, string>) =>
			fetch(`${url}/sign-out`, { method: "POST", headers: proof, redirect: "manual" });
		await signOut({ cookie, origin: url }); // a copied cookie throws nobody out
		expect(await ask(mine, "state:sync", null)).toHaveProperty("data");
		const gone = once(mine as never, "disconnect");
		await signOut(headers);
		await gone;
		expect(other.connected).toBe(true);
	});
});

describe("a client that does not read", () => {
	test("is let go before it fills the memory, and the others go on", async () => {
		const dashboard = await startDashboard();
		const follower = new Follower(await page(dashboard));
		await follower.start();
		const stalled = await page(dashboard);
		// What a frozen tab does: the kernel's buffers fill up, and nobody reads them.
		const wire = (stalled.io.engine as unknown as { transport: { ws: { _socket: Socket } } }).transport.ws._socket;
		wire.pause();
		const body = "x".repeat(900_000);
		for (let n = 1; n <= 60; n += 1) await dashboard.api("/questions", { body: { title: `question ${n}`, body } });
		await follower.until(({ pendingCount }) => pendingCount === 60);
		const gone = once(stalled as never, "disconnect");
		wire.resume();
		await gone;
		expect(follower.socket.connected).toBe(true);
	}, 90_000);
});
