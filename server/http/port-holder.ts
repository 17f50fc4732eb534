import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import { NightshiftError } from "../contract/errors.ts";

const LISTEN = "0A";
/** How far above a taken port a free one is looked for. */
const NEIGHBOURS = 50;

/**
 * Who listens on a TCP port of this machine, in words for a sentence: `node (process 4242)`, or `another program` where
 * the system does not tell (not Linux, or another user's process).
 */
export async function describePortHolder(port: number): Promise<string> {
	const tables = await Promise.all(
		["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => "")),
	);
	const inodes = new Set(tables.flatMap((table) => listeningInodes(table, port)));
	const pid = inodes.size > 0 ? await findSocketOwner(inodes) : null;
	if (pid === null) return "another program";
	const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
	return name ? `${name.trim()} (process ${pid})` : `process ${pid}`;
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

/** One sentence for a port that is taken: who has it, and which one is free. */
export async function portInUse(host: string, port: number): Promise<NightshiftError> {
	const [holder, free] = await Promise.all([describePortHolder(port), nextFreePort(host, port)]);
	const mend = free ? `, or use a free one: \`nightshift start --port ${free}\`` : "";
	const sentence = `Port ${port} is taken by ${holder}: stop that program${mend}.`;
	return new NightshiftError("port-in-use", sentence, { port, holder, free });
}

/** The first free port above `port`; null when none of the next ones is. */
export async function nextFreePort(host: string, port: number): Promise<number | null> {
	for (let candidate = port + 1; candidate <= Math.min(port + NEIGHBOURS, 65_535); candidate += 1) {
		if (await isFree(host, candidate)) return candidate;
	}
	return null;
}

function isFree(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", () => resolve(false));
		probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
	});
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
