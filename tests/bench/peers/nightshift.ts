import { readFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { wholeLog } from "../../support/logs.ts";
import { install } from "../installation.ts";
import type { Manager, Program } from "./manager.ts";

/** This one: its built dashboard, pages and all. */
export async function startNightshift(programs: readonly Program[]): Promise<Manager> {
	const fastest = {
		on: "always",
		backoff: { initial: "1ms", factor: 1, max: "1ms", jitter: 0 },
		limit: { failures: 1_000_000 },
	};
	const daemons = programs.map(({ name, command }) => [name, { command, restart: fastest }]);
	const { paths, url, token, cli, end, version } = await install(Object.fromEntries(daemons));
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	let address = url;

	/** One connection that is kept, as a script that polls would have it. */
	const call = (path: string, method = "GET") =>
		new Promise<void>((resolve, reject) => {
			const headers = { authorization: `Bearer ${token}` };
			const sent = request(`${address}/api/v1${path}`, { method, agent, headers }, (response) => {
				const { statusCode = 0 } = response;
				response.resume().once("error", reject);
				response.once("end", () => (statusCode === 200 ? resolve() : reject(new Error(`${path}: ${statusCode}`))));
			});
			sent.once("error", reject).end();
		});
	const record = async () => JSON.parse(await readFile(paths.dashboard, "utf8")) as { pid: number; url: string };
	return {
		name: `Nightshift ${version}`,
		pid: async () => (await record()).pid,
		async command(verb, program) {
			await cli(verb, program);
		},
		api: (verb, program) => call(`/daemons/${program}/${verb}`, "POST"),
		status: () => call("/status"),
		logFile: (program) => paths.daemon(program).currentLog,
		async remember() {},
		log: async (program) => (await wholeLog(paths.daemon(program))).toString(),
		async comeBack() {
			await cli("start");
			address = (await record()).url;
		},
		async end() {
			agent.destroy();
			await end();
		},
	};
}
