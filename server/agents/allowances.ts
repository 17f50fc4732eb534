import type { KnownCall } from "./tool-calls.ts";
import type { FileChange } from "./types.ts";

/** What was allowed and not yet done in one turn; more than this nobody has allowed in a moment. */
const MAX_OPEN = 100;

interface Allowance {
	call: KnownCall;
	/** Everything it named, absolute. */
	paths: ReadonlySet<string>;
}

/**
 * What a permission request of this turn has allowed: many agents ask first, and then have their client do it. Each is good
 * for one time, and for nothing but what the person saw.
 */
export class Allowances {
	private open: Allowance[] = [];

	add(call: KnownCall, paths: readonly string[]): void {
		this.open.push({ call, paths: new Set(paths) });
		if (this.open.length > MAX_OPEN) this.open.shift();
	}

	/** Whether this very command was allowed, in this folder; `isDefault`: it is the session's own. */
	takeCommand(command: string, cwd: string, isDefault: boolean): boolean {
		return this.take(
			({ call, paths }) => call.command === command && (paths.has(cwd) || (isDefault && !namesFolder(call))),
		);
	}

	/** Whether this very change of this file was allowed: an agent may show a new file as an empty one. */
	takeWrite(path: string, { oldText, newText }: Omit<FileChange, "path">, folder: string): boolean {
		const isIt = (one: FileChange) =>
			(one.path === path || `${folder}/${one.path}` === path) &&
			one.newText === newText &&
			(one.oldText ?? "") === (oldText ?? "");
		return this.take(({ call }) => call.changes.some(isIt));
	}

	/** The agent has done it itself, or given it up. */
	spend(callId: string): void {
		this.open = this.open.filter(({ call }) => call.id !== callId);
	}

	clear(): void {
		this.open = [];
	}

	private take(fits: (allowance: Allowance) => boolean): boolean {
		const index = this.open.findIndex(fits);
		if (index >= 0) this.open.splice(index, 1);
		return index >= 0;
	}
}

const FOLDER_KEYS = ["cwd", "workdir", "working_directory", "workingDirectory", "dir_path", "directory"];

/** Whether the call said in which folder it would run. */
function namesFolder({ sent: { rawInput } }: KnownCall): boolean {
	return typeof rawInput === "object" && rawInput !== null && FOLDER_KEYS.some((key) => key in rawInput);
}
