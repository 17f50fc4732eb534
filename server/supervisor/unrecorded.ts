import { processTable } from "../process-table/table.ts";
import type { ProcessTable, StartedProcess } from "../process-table/types.ts";

/** What lives of a daemon although no record names it. */
export interface Unrecorded {
	/** The daemon itself; null when only what it has left behind lives. */
	root: StartedProcess | null;
	/** Tokens of instances of which only remains live. */
	remains: string[];
}

/**
 * Looks for what runs of a daemon by the marks that all its processes carry in their environment. For when its record was
 * lost (deleted, cut short by a full disk, replaced): without this a second copy would be started beside the first.
 *
 * The daemon itself is told from a child that outlived it by its command line and its process group.
 */
export async function findUnrecorded(
	home: string,
	{ name, command }: { name: string; command: readonly string[] },
	table: ProcessTable = processTable,
): Promise<Unrecorded> {
	const started = (await table.startedFor(home, name)).filter(({ pid }) => pid !== process.pid);
	const roots = started.filter(({ pid, pgid, commandLine }) => pgid === pid && isCommand(commandLine, command));
	const root = roots[0] ?? null;
	const remains = new Set(started.map(({ instance }) => instance));
	if (root) remains.delete(root.instance);
	return { root, remains: [...remains] };
}

/** Whether this is the command line: a script has its interpreter before it, a program from PATH its folder. */
export function isCommand(commandLine: string, command: readonly string[]): boolean {
	const wanted = command.join(" ");
	return (
		wanted !== "" &&
		(commandLine === wanted || commandLine.endsWith(` ${wanted}`) || commandLine.endsWith(`/${wanted}`))
	);
}
