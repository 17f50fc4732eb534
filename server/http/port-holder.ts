import { createServer } from "node:net";
import { NightshiftError } from "../contract/errors.ts";
import { findListeningProcess } from "./listening-process.ts";

/** How far above a taken port a free one is looked for. */
const NEIGHBOURS = 50;

/**
 * Who listens on a TCP port of this machine, in words for a sentence: `node (process 4242)`, a dashboard with its state
 * directory, or `another program` where the system does not tell (another user's process).
 */
export async function describePortHolder(port: number): Promise<string> {
	const holder = await findListeningProcess(port);
	if (!holder) return "another program";
	const { pid, name, home } = holder;
	if (home) return `the dashboard of ${home} (process ${pid})`;
	return name ? `${name} (process ${pid})` : `process ${pid}`;
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

/** Whether a program could listen there now. */
export function isFree(host: string, port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", () => resolve(false));
		probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
	});
}
