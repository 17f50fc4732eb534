import {
	appendFileSync,
	copyFileSync,
	mkdirSync,
	readFileSync,
	renameSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "../../support/random.ts";

/** How many conversations are written at once. */
const FILES = 5;
/** One line in so many asks for a backup. */
const ORDERS = 25;

interface Transcript {
	session: string;
	path: string;
	/** What of a line is not written yet. */
	rest: string;
	rotated: number;
}

/** Plays AI tools that write their transcripts all the time, and whoever rotates, copies and rewrites these. */
export class Writer {
	/** Every text that was written, in no order. */
	readonly texts: string[] = [];
	orders = 0;
	private readonly transcripts: Transcript[];
	private count = 0;

	constructor(
		root: string,
		private readonly random: Random,
	) {
		this.transcripts = Array.from({ length: FILES }, (_, index) => {
			const session = `${String(index).repeat(8)}-2222-4333-8444-555555555555`;
			const folder = join(root, `-app-${index % 2}`);
			mkdirSync(folder, { recursive: true });
			return { session, path: join(folder, `${session}.jsonl`), rest: "", rotated: 0 };
		});
	}

	/** Writes until it is told to end; then every line has its end. */
	async run(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			this.act(this.random.pick(this.transcripts));
			await delay(this.random.below(12));
		}
		for (const one of this.transcripts) this.finishLine(one);
	}

	private act(one: Transcript): void {
		const chance = this.random.next();
		if (chance < 0.03) this.rotate(one);
		else if (chance < 0.05) this.copyAndEmpty(one);
		else if (chance < 0.07) this.rewrite(one);
		else if (chance < 0.09) this.replace(one);
		else this.append(one);
	}

	/** Whole lines, or one that is cut somewhere: its rest comes with the next. */
	private append(one: Transcript): void {
		this.finishLine(one);
		const lines = Array.from({ length: 1 + this.random.below(4) }, () => this.line(one)).join("");
		const cut = this.random.chance(0.3) ? this.random.below(lines.length) : lines.length;
		appendFileSync(one.path, lines.slice(0, cut));
		one.rest = lines.slice(cut);
	}

	private rotate(one: Transcript): void {
		this.finishLine(one);
		renameSync(one.path, this.nextName(one));
		appendFileSync(one.path, "");
	}

	private copyAndEmpty(one: Transcript): void {
		this.finishLine(one);
		copyFileSync(one.path, this.nextName(one));
		truncateSync(one.path);
	}

	/** Everything once more, in place. */
	private rewrite(one: Transcript): void {
		this.finishLine(one);
		writeFileSync(one.path, `${readFileSync(one.path, "utf8")}${this.line(one)}`);
	}

	/** Everything once more, in a file that takes the place of this. */
	private replace(one: Transcript): void {
		this.finishLine(one);
		writeFileSync(`${one.path}.new`, `${readFileSync(one.path, "utf8")}${this.line(one)}`);
		renameSync(`${one.path}.new`, one.path);
	}

	private finishLine(one: Transcript): void {
		appendFileSync(one.path, one.rest);
		one.rest = "";
	}

	private nextName(one: Transcript): string {
		one.rotated += 1;
		return one.path.replace(/\.jsonl$/, `.${one.rotated}.jsonl`);
	}

	private line({ session }: Transcript): string {
		this.count += 1;
		const asks = this.random.below(ORDERS) === 0;
		if (asks) this.orders += 1;
		const text = asks ? `bchat ${this.count}` : `words ${this.count} ${"more of them ".repeat(this.random.below(60))}.`;
		this.texts.push(text);
		return `${JSON.stringify({
			type: "user",
			message: { role: "user", content: text },
			uuid: `u-${this.count}`,
			timestamp: new Date(Date.UTC(2026, 10, 20) + this.count * 1_000).toISOString(),
			promptSource: "typed",
			cwd: "/app",
			sessionId: session,
		})}\n`;
	}
}
