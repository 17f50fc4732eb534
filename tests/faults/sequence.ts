import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DaemonPaths } from "../../server/config/paths.ts";
import { LogView } from "../../server/logs/log-view.ts";

const LINE = /^([0-9a-f-]{36}) (\d+) ~$/;

/** Reads one daemon's log as it grows, across its rotations, and sees that its numbered lines have no gap and no repeat. */
export class Sequence {
	private at: number | null = null;
	private rest = "";
	/** Of each instance, the number that must come next. */
	private readonly next = new Map<string, number>();
	/** Instances whose log was deleted under them. */
	private readonly given = new Set<string>();
	private torn: string | null = null;

	constructor(
		private readonly paths: DaemonPaths,
		/** Where the instances write down how far they got. */
		private readonly folder: string,
		private readonly counts: boolean,
	) {}

	/** Its log was deleted: what these instances have written does not matter any more. */
	giveUp(tokens: readonly string[]): void {
		for (const token of tokens) this.given.add(token);
		this.at = null;
		this.rest = "";
		this.torn = null;
	}

	/**
	 * What is wrong with what was written until now; null when nothing.
	 *
	 * @param tokens of all instances there ever were
	 */
	async check(tokens: readonly string[]): Promise<string | null> {
		const written = new Map(tokens.map((token) => [token, this.countOf(token)]));
		try {
			for (const line of await this.newLines()) {
				const wrong = this.take(line);
				if (wrong) return wrong;
			}
		} catch (error) {
			return `its log cannot be read: ${(error as Error).stack}`;
		}
		for (const [token, count] of written) {
			const seen = this.next.get(token) ?? 0;
			if (!this.given.has(token) && seen < count) return `instance ${token} wrote ${count} lines, its log has ${seen}`;
		}
		return null;
	}

	private async newLines(): Promise<string[]> {
		const view = await LogView.open(this.paths);
		try {
			let text = this.rest;
			let at = this.at ?? view.start;
			for await (const { offset, bytes } of view.read(at)) {
				if (offset !== at) throw new Error(`after byte ${at} comes byte ${offset}`);
				at += bytes.length;
				text += bytes.toString("latin1");
			}
			this.at = at;
			const lines = text.split("\n");
			this.rest = lines.pop() ?? "";
			return lines;
		} finally {
			await view.close();
		}
	}

	private take(line: string): string | null {
		if (line === "") return null; // each instance begins with one
		const [, token, number] = LINE.exec(line) ?? [];
		if (token === undefined) {
			// One that was killed within a line has left a part of it; nothing of the same one may follow.
			if (this.torn !== null && this.torn.slice(0, 8) === line.slice(0, 8)) {
				return `two torn lines: ${JSON.stringify(this.torn)} and ${JSON.stringify(line)}`;
			}
			this.torn = line;
			return null;
		}
		if (this.torn?.slice(0, 36) === token) return `torn within an instance's lines: ${JSON.stringify(this.torn)}`;
		this.torn = null;
		if (this.given.has(token)) return null;
		const expected = this.next.get(token) ?? 0;
		if (Number(number) !== expected) return `line ${number} of ${token} stands where line ${expected} should`;
		this.next.set(token, expected + 1);
		return null;
	}

	/** How many lines an instance has surely written. */
	private countOf(token: string): number {
		if (!this.counts) return 0;
		try {
			return Number(readFileSync(join(this.folder, `${token}.count`), "utf8"));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
			throw error;
		}
	}
}
