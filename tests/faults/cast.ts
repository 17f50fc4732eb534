import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A daemon that plays in the fault harness. */
export interface Member {
	name: string;
	command: string[];
	/** It crashes a moment after each start, until it is given up. */
	crashes: boolean;
	/** How far its log got is written down as it goes. */
	counts: boolean;
}

function fixture(name: string): string {
	return fileURLToPath(new URL(`../fixtures/faults/${name}`, import.meta.url));
}

/** The interpreter itself: a wrapper in PATH may take longer to start than all the rest. */
function python(): string {
	return execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
}

/** @param folder where they write down when they live */
export function castOf(folder: string): Member[] {
	const member = (name: string, command: string[], crashes = false): Member => ({
		name,
		command: [...command, folder],
		crashes,
		counts: ["writer", "family", "python"].includes(name),
	});
	const node = [process.execPath, fixture("worker.mjs"), folder];
	return [
		{ ...member("writer", []), command: [...node, "fast"] },
		{ ...member("family", []), command: [...node, "family"] },
		member("shell", ["sh", fixture("worker.sh")]),
		member("python", [python(), fixture("worker.py")]),
		member("crasher", ["sh", fixture("crasher.sh")], true),
	];
}

export function strangerCommand(file: string): string[] {
	return [python(), fixture("stranger.py"), file];
}

const BACKOFF = { initial: "20ms", factor: 1.5, max: "150ms", jitter: 0.3 };

/** config.json: nobody is patient, and only the one that crashes is ever given up. */
export function configOf(cast: readonly Member[], changes: Record<string, object> = {}): string {
	const daemons = cast.map(({ name, command, crashes }) => [
		name,
		{
			command,
			stop: { timeout: "500ms" },
			restart: { backoff: BACKOFF, limit: { failures: crashes ? 3 : 1_000, within: "1h" } },
			logs: { maxSize: "64KiB", keep: 10_000, compress: name === "writer" },
			...changes[name],
		},
	]);
	return JSON.stringify({ daemons: Object.fromEntries(daemons) }, null, "\t");
}
