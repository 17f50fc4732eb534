import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import type { DaemonStatus } from "../../server/contract/daemon.ts";
import { compileFixture } from "../support/compile.ts";

const PROGRAM = new URL("../fixtures/faults/overseer.ts", import.meta.url);

export const VERBS = ["start", "stop", "restart"] as const;
export type Verb = (typeof VERBS)[number];

/** What the overseer says of all daemons. */
export interface Report {
	statuses: DaemonStatus[];
	/** Of config.json; null when there is none. */
	mistake: string | null;
}

/** The overseer was killed before it answered. */
export class OverseerGone extends Error {}

/** The supervisor and what goes with it, in a process of its own. */
export class Overseer {
	/** True when this side has killed it. */
	killed = false;
	private asked = 0;
	private readonly waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();

	private constructor(
		readonly child: ChildProcess & { pid: number },
		private readonly ended: Promise<unknown>,
	) {}

	/** Resolves when it has found the daemons that run; null when another one owns the state directory. */
	static async start(home: string, errorLog: string): Promise<Overseer | null> {
		const { NIGHTSHIFT_HOME: _, ...env } = process.env; // who carries this name belongs to a daemon
		const child = spawn(process.execPath, ["--enable-source-maps", compileFixture(PROGRAM), home], {
			stdio: ["pipe", "pipe", "pipe"],
			env,
		});
		child.stderr.pipe(createWriteStream(errorLog, { flags: "a" }));
		child.stdin.on("error", () => undefined); // it may be killed while it is told something
		await once(child, "spawn");
		const overseer = new Overseer(child as typeof child & { pid: number }, once(child, "close"));
		const began = new Promise<boolean>((resolve, reject) => {
			createInterface({ input: child.stdout }).on("line", (line) => {
				const said = JSON.parse(line);
				if (said.id === undefined) resolve(said.ready === true);
				else overseer.take(said);
			});
			void overseer.ended.then(() => {
				overseer.abandon();
				reject(new OverseerGone("the overseer ended while it started"));
			});
		});
		return (await began) ? overseer : null;
	}

	get pid(): number {
		return this.child.pid;
	}

	get alive(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** @throws OverseerGone */
	async request(verb: Verb, name: string): Promise<DaemonStatus> {
		return (await this.ask<{ status: DaemonStatus }>(verb, name)).status;
	}

	/** @throws OverseerGone */
	report(): Promise<Report> {
		return this.ask<Report>("report", "");
	}

	/** SIGKILL, as a crash would be. */
	async kill(): Promise<void> {
		this.killed = true;
		this.child.kill("SIGKILL");
		await this.ended;
	}

	private ask<T>(verb: string, name: string): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			if (!this.alive) return reject(new OverseerGone("the overseer is gone"));
			this.asked += 1;
			this.waiting.set(this.asked, { resolve, reject });
			this.child.stdin?.write(`${JSON.stringify({ id: this.asked, verb, name })}\n`);
		});
	}

	private take({ id, error, ...answer }: { id: number; error?: string }): void {
		const asker = this.waiting.get(id);
		this.waiting.delete(id);
		if (error === undefined) asker?.resolve(answer as never);
		else asker?.reject(new Error(error));
	}

	private abandon(): void {
		for (const { reject } of this.waiting.values())
			reject(new OverseerGone("the overseer was killed before it answered"));
		this.waiting.clear();
	}
}
