import { once } from "node:events";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import { readJson } from "../../../server/config/write-json.ts";
import type { Status } from "../../../server/contract/daemon.ts";
import { describePortHolder } from "../../../server/http/port-holder.ts";
import { program } from "../../support/daemon-config.ts";
import { callApi } from "../../support/dashboard.ts";
import { type DashboardProcess, spawnDashboard } from "../../support/dashboard-process.ts";
import { connected, connectSocket } from "../../support/live-client.ts";
import { end, isAlive } from "../../support/processes.ts";
import { tempHome } from "../../support/temp-home.ts";

async function configure(paths: Paths, daemons: Record<string, unknown>): Promise<void> {
	await writeFile(paths.config, JSON.stringify({ daemons }));
}

async function tokenOf(paths: Paths): Promise<string> {
	return (await readFile(paths.token, "utf8")).trim();
}

/** What a start that failed said, which is one line. */
async function failure(dashboard: DashboardProcess): Promise<string> {
	expect(await dashboard.exited).toEqual({ code: 1, signal: null });
	expect(dashboard.stderr()).toMatch(/^[^\n]+\n$/);
	return dashboard.stderr();
}

async function takenPort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

/** A daemon that has been started. */
interface Started {
	pid: number;
}

describe("a dashboard's process", () => {
	test("makes its state directory private and says in dashboard.json where it is", async () => {
		const paths = await tempHome();
		const dashboard = spawnDashboard(paths);
		const url = await dashboard.url();
		const mode = async (path: string) => (await stat(path)).mode & 0o777;
		expect(await mode(paths.home)).toBe(0o700);
		for (const path of [paths.token, paths.dashboard, paths.database]) expect(await mode(path)).toBe(0o600);
		expect(await readJson(paths.dashboard)).toMatchObject({
			pid: dashboard.child.pid,
			url,
			version: expect.any(String),
			instance: expect.any(String),
			identity: { pid: dashboard.child.pid },
			startedAt: expect.stringMatching(/Z$/),
		});
	});

	test.each(["SIGTERM", "SIGINT"] as const)(
		"ends on %s in good order within two seconds, whatever is connected",
		async (signal) => {
			const paths = await tempHome();
			const dashboard = spawnDashboard(paths);
			const url = await dashboard.url();
			const token = await tokenOf(paths);
			const extraHeaders = { authorization: `Bearer ${token}` };
			const socket = await connected(connectSocket(url, { extraHeaders }));
			const { body } = await callApi(url, token, "/questions", { body: { title: "Waiting?" } });
			const waiting = callApi(url, token, `/questions/${body.ticket}?wait=45`);
			await callApi(url, token, "/status");
			const cut = once(socket as never, "disconnect");
			const started = performance.now();
			dashboard.child.kill(signal);
			expect(await dashboard.exited).toEqual({ code: 0, signal: null });
			expect(performance.now() - started).toBeLessThan(2_000);
			expect((await waiting).body.status).toBe("pending");
			await cut;
			expect(await readJson(paths.dashboard)).toBeUndefined();
			expect(dashboard.stderr()).toBe("");

			const next = spawnDashboard(paths);
			const after = await callApi(await next.url(), token, "/questions?status=pending");
			expect(after.body.questions).toHaveLength(1);
		},
	);

	test("killed with SIGKILL leaves its record behind; the next one takes over and finds the daemon again", async () => {
		const paths = await tempHome();
		const command = [process.execPath, program("sleeper.mjs")];
		await configure(paths, { worker: { command } });
		const first = spawnDashboard(paths);
		const act = { method: "POST" };
		const started = await callApi<Started>(await first.url(), await tokenOf(paths), "/daemons/worker/start", act);
		const { pid } = started.body;
		onTestFinished(() => end(pid));
		first.child.kill("SIGKILL");
		await first.exited;
		expect(await readJson(paths.dashboard)).toMatchObject({ pid: first.child.pid });
		expect(await isAlive(pid)).toBe(true);

		const second = spawnDashboard(paths);
		const url = await second.url();
		const { body } = await callApi<Status>(url, await tokenOf(paths), "/status");
		expect(body.daemons[0]).toMatchObject({ pid, phase: "running", adopted: true });
		await callApi(url, await tokenOf(paths), "/daemons/worker/stop", { method: "POST" });
		expect(await isAlive(pid)).toBe(false);
	});

	test("leaves its daemons running when it ends", async () => {
		const paths = await tempHome();
		await configure(paths, { worker: { command: [process.execPath, program("sleeper.mjs")], autostart: true } });
		const dashboard = spawnDashboard(paths);
		const url = await dashboard.url();
		const act = { method: "POST" };
		const { body } = await callApi<Started>(url, await tokenOf(paths), "/daemons/worker/start", act);
		onTestFinished(() => end(body.pid));
		dashboard.child.kill("SIGTERM");
		await dashboard.exited;
		expect(await isAlive(body.pid)).toBe(true);
	});

	test("logs no token, no cookie and no secret of a daemon's environment", async () => {
		const paths = await tempHome();
		const env = { API_KEY: "sk-very-secret-value" };
		await configure(paths, { worker: { command: ["/no/such/program", env.API_KEY], env } });
		const dashboard = spawnDashboard(paths);
		const url = await dashboard.url();
		const token = await tokenOf(paths);
		await fetch(`${url}/?token=${token}`, { redirect: "manual" });
		await fetch(`${url}/?token=wrong`);
		await fetch(`${url}/`, { headers: { origin: `http://evil.example/${token}` } });
		await callApi(url, token, "/daemons/worker/start", { method: "POST" });
		dashboard.child.kill("SIGTERM");
		await dashboard.exited;
		const log = dashboard.stdout() + dashboard.stderr();
		expect(log).toContain("a browser signed in");
		expect(log).toContain("refused a request");
		expect(log).not.toContain(token);
		expect(log).not.toContain(env.API_KEY);
	});
});

describe("a start that cannot be", () => {
	test("a second dashboard on the same state directory names the first, and disturbs nothing", async () => {
		const paths = await tempHome();
		const first = spawnDashboard(paths);
		const url = await first.url();
		const sentence = await failure(spawnDashboard(paths));
		expect(sentence).toContain(`process ${first.child.pid}`);
		expect(sentence).toContain(url);
		expect(await readJson(paths.dashboard)).toMatchObject({ pid: first.child.pid });
		expect((await fetch(`${url}/healthz`)).status).toBe(200);
	});

	test("a port that is taken is named with its holder and a free one, which works", async () => {
		const port = await takenPort();
		const paths = await tempHome();
		const sentence = await failure(spawnDashboard(paths, ["--port", String(port)]));
		expect(sentence).toContain(`Port ${port} is taken by`);
		if (process.platform === "linux") expect(sentence).toContain(`(process ${process.pid})`);
		const free = /--port (\d+)/.exec(sentence)?.[1] ?? "";
		expect(Number(free)).toBeGreaterThan(port);
		expect(await spawnDashboard(paths, ["--port", free]).url()).toBe(`http://127.0.0.1:${free}`);
	});

	test("NIGHTSHIFT_PORT gives the port too, and --port comes first", async () => {
		const port = await takenPort();
		const env = { NIGHTSHIFT_PORT: String(port) };
		expect(await failure(spawnDashboard(await tempHome(), [], env))).toContain(`Port ${port} is taken`);
		await spawnDashboard(await tempHome(), ["--port", "0"], env).url();
	});

	test("a broken configuration names the file, the line and the key", async () => {
		const paths = await tempHome();
		await writeFile(paths.config, '{\n  "dashboard": {"port": "many"}\n}');
		expect(await failure(spawnDashboard(paths, []))).toMatch(/config\.json, line 2: "dashboard\.port" /);
	});

	test("a state directory that is none, and an argument that is none", async () => {
		const paths = await tempHome();
		await writeFile(`${paths.home}/file`, "");
		const notOne = { ...paths, home: `${paths.home}/file` };
		expect(await failure(spawnDashboard(notOne))).toMatch(
			/cannot be the state directory, because a file stands in its place/,
		);
		expect(await failure(spawnDashboard(paths, ["--colour", "red"]))).toMatch(/--colour/);
		await mkdir(paths.token);
		expect(await failure(spawnDashboard(paths))).toMatch(/token/);
	});
});

test.runIf(process.platform === "linux")("the holder of a port is found; of a free one there is none", async () => {
	const port = await takenPort();
	expect(await describePortHolder(port)).toMatch(new RegExp(`\\(process ${process.pid}\\)$`));
	expect(await describePortHolder(1)).toBe("another program");
});
