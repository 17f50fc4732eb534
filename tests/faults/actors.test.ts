import { readFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import type { DaemonStatus, Status } from "../../server/contract/daemon.ts";
import { type Cli, cliFor } from "../integration/cli/run-cli.ts";
import { node } from "../support/daemon-config.ts";
import { callApi } from "../support/dashboard.ts";
import { ask, type ClientSocket, connected, connectSocket } from "../support/live-client.ts";
import { end } from "../support/processes.ts";
import { Random } from "../support/random.ts";
import { tempHome } from "../support/temp-home.ts";
import { eventually } from "../support/wait.ts";
import { castOf } from "./cast.ts";
import { memberProcesses } from "./members.ts";
import { VERBS, type Verb } from "./overseer.ts";
import { readWitness } from "./witness.ts";

const WAYS = ["command", "HTTP", "socket", "HTTP", "socket"] as const;
type Way = (typeof WAYS)[number];

/** A whole dashboard as a person starts it, and the three ways to ask it for something. */
async function start() {
	const { home: folder } = await tempHome();
	const [writer] = castOf(folder);
	const cli = await cliFor({ worker: { command: writer?.command ?? node("sleeper.mjs"), stop: { timeout: "1s" } } });
	onTestFinished(async () => {
		for (const { pid } of await memberProcesses(cli.paths.home)) end(pid);
	});
	const open = async () => {
		const { dashboard } = await cli.json<Status>("start");
		const { url, pid } = dashboard as { url: string; pid: number };
		const token = (await readFile(cli.paths.token, "utf8")).trim();
		const extraHeaders = { authorization: `Bearer ${token}` };
		const socket = await connected(connectSocket(url, { extraHeaders }));
		return { pid, token, url, socket };
	};
	return { folder, cli, open };
}

interface Open {
	url: string;
	token: string;
	socket: ClientSocket;
}

/** Asks in one of the ways; what the dashboard's death cuts off is nobody's fault. */
async function request(cli: Cli, { url, token, socket }: Open, way: Way, verb: Verb): Promise<void> {
	if (way === "command") await cli.run(verb, "worker");
	else if (way === "socket") await Promise.race([ask(socket, `daemon:${verb}`, { name: "worker" }), gone(socket)]);
	else await callApi(url, token, `/daemons/worker/${verb}`, { method: "POST" }).catch(() => undefined);
}

function gone(socket: ClientSocket): Promise<void> {
	return new Promise((resolve) => {
		if (socket.disconnected) resolve();
		else socket.once("disconnect", () => resolve());
	});
}

/** The one process of the worker that there is, as the dashboard and the process table have it. */
async function theOne(cli: Cli): Promise<DaemonStatus> {
	return eventually(async () => {
		const { daemons } = await cli.json<Status>("status");
		const living = (await memberProcesses(cli.paths.home)).filter(({ daemon }) => daemon === "worker");
		const [status] = daemons;
		const agrees = status?.phase === "running" && living.length === 1 && living[0]?.pid === status.pid;
		return agrees ? status : null;
	});
}

const linux = process.platform === "linux"; // it reads the environment of processes, and takes locks with flock(1)

test.runIf(linux)(
	"case 6: twenty starts at once, by command, over HTTP and over the socket, make one process",
	async () => {
		const { folder, cli, open } = await start();
		const dashboard = await open();
		const ways = Array.from({ length: 20 }, (_, n) => WAYS[n % WAYS.length] ?? "HTTP");
		await Promise.all(ways.map((way) => request(cli, dashboard, way, "start")));
		await theOne(cli);
		const { tokens, overlaps } = await eventually(() => {
			const witnessed = readWitness(folder, "worker");
			return witnessed.tokens.length > 0 ? witnessed : null;
		});
		expect(overlaps).toEqual([]);
		expect(tokens).toHaveLength(1);
	},
	60_000,
);

test.runIf(linux)(
	"twenty requests at once, by all three ways, in the middle of which the dashboard is killed, leave one process",
	async () => {
		const { folder, cli, open } = await start();
		const random = new Random(45);
		const dashboard = await open();
		await request(cli, dashboard, "HTTP", "start");
		await theOne(cli);
		const asked = Array.from({ length: 20 }, (_, n) => [WAYS[n % WAYS.length] ?? "HTTP", random.pick(VERBS)] as const);
		const requests = Promise.all(asked.map(([way, verb]) => request(cli, dashboard, way, verb)));
		await eventually(() => readWitness(folder, "worker").tokens.length > 1); // in the middle of the first restart
		end(dashboard.pid);
		await requests;
		const again = await open();
		await request(cli, again, "HTTP", "start");
		await theOne(cli);
		expect(readWitness(folder, "worker").overlaps).toEqual([]);
		await request(cli, again, "HTTP", "stop");
		await eventually(async () => (await memberProcesses(cli.paths.home)).every(({ daemon }) => daemon !== "worker"));
	},
	60_000,
);
