import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compileFixture } from "../../support/compile.ts";

const PROGRAM = new URL("../../fixtures/faults/asker.ts", import.meta.url);

/** Where it can be told to kill itself: after each of its steps with one question. */
export const POINTS = ["asked", "heard", "taken", "done"] as const;
export type Point = (typeof POINTS)[number];

/** What was done about one question. */
export interface Deed {
	key: string;
	ticket: string;
	answer: unknown;
}

/** A program that asks and acts, started again each time it was killed. */
export class Asker {
	private child: ChildProcess | null = null;
	private ended: Promise<unknown> = Promise.resolve();
	/** What it said when it ended by itself with an error. */
	complaint = "";

	constructor(
		private readonly database: string,
		private readonly folder: string,
		readonly name: string,
	) {}

	/** @param point where it kills itself */
	start(point: Point | "" = ""): void {
		const args = [compileFixture(PROGRAM), this.database, this.folder, this.name, point];
		const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
		let said = "";
		child.stderr.setEncoding("utf8").on("data", (text) => {
			said += text;
		});
		this.child = child;
		this.ended = once(child, "close").then(([code]) => {
			if (code !== 0 && code !== null) this.complaint = `${this.name} ended with ${code}: ${said}`;
		});
	}

	/** Resolves when it ended, by itself or by the point it was given. */
	async end(): Promise<void> {
		await this.ended;
	}

	async kill(): Promise<void> {
		this.child?.kill("SIGKILL");
		await this.ended;
	}

	/** What it did, in order. A line that was cut short counts as wrong: each is written at once. */
	async deeds(): Promise<Deed[]> {
		const text = await readFile(join(this.folder, `${this.name}.journal`), "utf8").catch(() => "");
		return text
			.split("\n")
			.slice(0, -1)
			.map((line) => JSON.parse(line) as Deed);
	}
}

/** Has every asker of this folder end after what it is at. */
export function sayEnough(folder: string): Promise<void> {
	return writeFile(join(folder, "enough"), "");
}
