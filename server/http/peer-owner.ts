import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";

const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];
const ROOT = 0;
/** What closed its end is shown as root's, whoever it was, and gets no answer anyway. */
const ESTABLISHED = "01";

/**
 * Whether the other end of a loopback connection belongs to this process's user (or to root, who can read everything of
 * ours anyway). True where the system does not tell (not Linux).
 */
export async function isPeerOfOurs({ remotePort, localPort }: Socket): Promise<boolean> {
	const own = process.getuid?.();
	if (own === undefined || remotePort === undefined || localPort === undefined) return own === undefined;
	const tables = await Promise.all(TABLES.map(readTable));
	if (tables.every((table) => table === null)) return true;
	const owners = tables.flatMap((table) => (table === null ? [] : ownersOf(table, remotePort, localPort)));
	return owners.length > 0 && owners.every((uid) => uid === own || uid === ROOT);
}

/**
 * The users whose sockets are connected from one port of this machine to another, from the text of `/proc/net/tcp` or
 * `tcp6` (see proc(5)). More than one when the same port is used with several addresses.
 */
export function ownersOf(table: string, fromPort: number, toPort: number): number[] {
	const [from, to] = [fromPort, toPort].map((port) => `:${port.toString(16).toUpperCase().padStart(4, "0")}`);
	return table
		.split("\n")
		.slice(1)
		.map((line) => line.trim().split(/\s+/))
		.filter(
			([, local, remote, state]) =>
				from && to && local?.endsWith(from) && remote?.endsWith(to) && state === ESTABLISHED,
		)
		.map((fields) => Number(fields[7]));
}

async function readTable(path: string): Promise<string | null> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		// Not Linux, or without IPv6.
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw error;
	}
}
