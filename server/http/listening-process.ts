import { readdir, readFile, readlink } from "node:fs/promises";
import { execa } from "execa";
import { pathsOf } from "../config/paths.ts";
import { readJson } from "../config/write-json.ts";

const LISTEN = "0A";
const ASK = { reject: false, timeout: 5_000, stdin: "ignore", env: { LC_ALL: "C" } } as const;

/** A process that listens on a port. */
export interface ListeningProcess {
	pid: number;
	/** For people: the program's name; empty when the system does not tell. */
	name: string;
	/** Of a dashboard of Nightshift's: its state directory. */
	home: string | null;
}

/** Who listens on a TCP port of this machine; null when nobody does, or the system does not tell (another user's process). */
export async function findListeningProcess(port: number): Promise<ListeningProcess | null> {
	switch (process.platform) {
		case "linux":
			return findOnLinux(port);
		case "win32":
			return findOnWindows(port);
		default:
			return parseLsof((await execa("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], ASK)).stdout);
	}
}

/** The inodes of the sockets that listen on `port`, from the text of `/proc/net/tcp` or `tcp6` (see proc(5)). */
export function listeningInodes(table: string, port: number): string[] {
	const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
	return table
		.split("\n")
		.slice(1)
		.map((line) => line.trim().split(/\s+/))
		.filter(([, local, , state]) => local?.endsWith(suffix) && state === LISTEN)
		.flatMap((fields) => (fields[9] && fields[9] !== "0" ? [fields[9]] : []));
}

/** The first process of `lsof -Fpc`: a line `p` with its number, then a line `c` with its name. */
export function parseLsof(output: string | undefined): ListeningProcess | null {
	const match = /^p(\d+)\n(?:f.*\n)*(?:c(.*))?/m.exec(output ?? "");
	return match ? { pid: Number(match[1]), name: match[2] ?? "", home: null } : null;
}

/** The number of the process that listens, from `netstat -ano -p TCP`, whose words are in the system's language. */
export function parseNetstat(output: string, port: number): number | null {
	for (const line of output.split(/\r?\n/)) {
		// Whoever listens has no other end: its port is 0.
		const match = /^\s*TCP\s+\S+:(\d+)\s+\S+:0\s+\S+\s+(\d+)\s*$/.exec(line);
		if (match && Number(match[1]) === port) return Number(match[2]);
	}
	return null;
}

/** The program's name from `tasklist /FO CSV /NH`: `"node.exe","4242",…`. */
export function parseTasklist(output: string): string {
	return /^"([^"]+)","\d+"/m.exec(output)?.[1] ?? "";
}

async function findOnLinux(port: number): Promise<ListeningProcess | null> {
	const tables = await Promise.all(
		["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => "")),
	);
	const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
	const pid = inodes.size > 0 ? await findSocketOwner(inodes) : null;
	if (pid === null) return null;
	const name = (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim();
	return { pid, name, home: await homeOfDashboard(pid) };
}

/** A dashboard is started with its state directory in the environment, and is the one that its record names. */
async function homeOfDashboard(pid: number): Promise<string | null> {
	const environment = (await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")).split("\0");
	const home = environment.find((one) => one.startsWith("NIGHTSHIFT_HOME="))?.slice("NIGHTSHIFT_HOME=".length);
	if (!home) return null;
	const record = (await readJson(pathsOf(home).dashboard)) as { pid?: unknown } | null | undefined;
	return record?.pid === pid ? home : null;
}

/** The process that has one of these sockets open; only processes that we may look into are found. */
async function findSocketOwner(inodes: ReadonlySet<string>): Promise<number | null> {
	const names = await readdir("/proc").catch(() => []);
	for (const pid of names.filter((name) => /^\d+$/.test(name))) {
		const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
		for (const descriptor of descriptors) {
			const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
			const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
			if (inode && inodes.has(inode)) return Number(pid);
		}
	}
	return null;
}

async function findOnWindows(port: number): Promise<ListeningProcess | null> {
	const { stdout = "" } = await execa("netstat", ["-ano", "-p", "TCP"], ASK);
	const pid = parseNetstat(stdout, port);
	if (pid === null) return null;
	const tasks = await execa("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"], ASK);
	return { pid, name: parseTasklist(tasks.stdout ?? ""), home: null };
}
