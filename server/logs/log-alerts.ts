import type { DaemonPaths } from "../config/paths.ts";
import { findLostLog, findMovedLog } from "./open-logs.ts";
import type { ProblemBoard } from "./problem-board.ts";

/** How long it is said that a log was emptied. */
const EMPTIED_MS = 10 * 60_000;

/** Says what is wrong with one daemon's log, as long as it is. */
export class LogAlerts {
	constructor(
		private readonly name: string,
		private readonly paths: DaemonPaths,
		private readonly board: ProblemBoard,
	) {}

	/** Looks whether what the daemon writes arrives where it is looked for. Resolves with the path at which it can be read. */
	lookWhereItWrites(pid: number, isThere: boolean): string | null {
		const { name, paths } = this;
		const lost = findLostLog(paths, pid);
		const moved = lost ? null : findMovedLog(paths, pid);
		const restart = `restart it to give it a new one: nightshift restart ${name}`;
		if (lost) {
			this.board.raise(
				this.id("file"),
				"error",
				`The log of ${name} was deleted while it runs. What it writes can still be read here, and is lost when it ends: save what you need (nightshift logs ${name} -n 100000 > FILE), then ${restart}.`,
			);
		} else if (moved) {
			const text = `The log of ${name} was moved to ${moved} while it runs, and it goes on writing there; ${restart}.`;
			this.board.raise(this.id("file"), "warning", text);
		} else if (!isThere && process.platform !== "linux") {
			const text = `The log of ${name} was deleted while it runs, so what it writes now is lost; ${restart}.`;
			this.board.raise(this.id("file"), "error", text);
		} else this.arrives();
		return lost;
	}

	arrives(): void {
		this.board.clear(this.id("file"));
	}

	emptied(bytes: number): void {
		this.board.raise(
			this.id("emptied"),
			"warning",
			`Something emptied the log of ${this.name}, and ${bytes} bytes of it are gone. A script that writes to /dev/stderr or /dev/stdout by name does that; in shell scripts use >&2.`,
		);
	}

	notEmptied(now: number): void {
		const since = this.board.since(this.id("emptied"));
		if (since !== null && now - since > EMPTIED_MS) this.board.clear(this.id("emptied"));
	}

	/** It should be rotated, and cannot be while the daemon runs. */
	waits(bytes: number): void {
		this.board.raise(
			this.id("size"),
			"warning",
			`The log of ${this.name} has grown to ${Math.round(bytes / 2 ** 20)} MiB, and this system cannot rotate it while it runs; restart ${this.name} at a quiet moment.`,
		);
	}

	rotated(): void {
		this.board.clear(this.id("size"));
		this.board.clear(this.id("rotation"));
	}

	failed(error: unknown): void {
		const { name } = this;
		const text = `The log of ${name} cannot be rotated: ${this.explain(error as NodeJS.ErrnoException)}.`;
		this.board.raise(this.id("rotation"), "error", text, error);
	}

	forget(): void {
		for (const what of ["rotation", "size", "emptied", "file"] as const) this.board.clear(this.id(what));
	}

	private explain({ code, message }: NodeJS.ErrnoException): string {
		switch (code) {
			case "ENOSPC":
			case "EDQUOT":
				return "there is no space left on its disk; free some";
			case "EACCES":
			case "EPERM":
			case "EROFS":
				return `${this.paths.logs} may not be written (${code}); correct its permissions`;
			default:
				return `${message}; the dashboard's log has the details`;
		}
	}

	private id(what: "rotation" | "size" | "emptied" | "file"): string {
		return `log-${what}:${this.name}`;
	}
}
