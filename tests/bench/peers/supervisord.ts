import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { eventually } from "../../support/wait.ts";
import type { Manager, Program } from "./manager.ts";

const run = promisify(execFile);

/** supervisord, as the system's package installs it; null when it is not installed. */
export async function startSupervisord(programs: readonly Program[]): Promise<Manager | null> {
	const version = await run("supervisord", ["--version"]).then(
		({ stdout }) => stdout.trim(),
		() => null,
	);
	if (version === null) return null;
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-supervisord-"));
	const at = (name: string) => join(folder, name);
	const sections = programs.map(
		({ name, command }) =>
			`[program:${name}]\ncommand=${command.join(" ")}\nautostart=${name === "talker"}\nautorestart=true\nstartsecs=0\nstdout_logfile=${at(`${name}.log`)}\n`,
	);
	const config = `[supervisord]
pidfile=${at("pid")}
logfile=${at("supervisord.log")}
childlogdir=${folder}
[unix_http_server]
file=${at("socket")}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://${at("socket")}
${sections.join("")}`;
	await writeFile(at("config"), config);

	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const call = (method: string, params = "") =>
		new Promise<string>((resolve, reject) => {
			const body = `<?xml version="1.0"?><methodCall><methodName>supervisor.${method}</methodName><params>${params}</params></methodCall>`;
			const headers = { "content-type": "text/xml", "content-length": Buffer.byteLength(body) };
			const sent = request({ socketPath: at("socket"), path: "/RPC2", method: "POST", agent, headers }, (response) => {
				let text = "";
				response.setEncoding("utf8").on("data", (part) => {
					text += part;
				});
				response.once("error", reject);
				response.once("end", () => (text.includes("<fault>") ? reject(new Error(text)) : resolve(text)));
			});
			sent.once("error", reject).end(body);
		});
	const launch = async () => {
		await run("supervisord", ["-c", at("config")]);
		await eventually(() => call("getState").catch(() => null));
	};
	const ctl = (...args: string[]) => run("supervisorctl", ["-c", at("config"), ...args]);
	const pid = async () => Number(await readFile(at("pid"), "utf8"));
	await launch();
	return {
		name: `supervisord ${version}`,
		pid,
		async command(verb, program) {
			await ctl(verb, program);
		},
		async api(verb, program) {
			const wait = verb === "stop" ? 1 : 0;
			const name = `<param><value><string>${program}</string></value></param>`;
			await call(`${verb}Process`, `${name}<param><value><boolean>${wait}</boolean></value></param>`);
		},
		async status() {
			await call("getAllProcessInfo");
		},
		logFile: (program) => at(`${program}.log`),
		async remember() {},
		log: (program) => readFile(at(`${program}.log`), "utf8"),
		comeBack: launch,
		async end() {
			agent.destroy();
			const last = await pid();
			await ctl("shutdown");
			await eventually(async () => !(await isThere(last)));
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function isThere(pid: number): Promise<boolean> {
	return readFile(`/proc/${pid}/stat`).then(
		() => true,
		() => false,
	);
}
