import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { processTable } from "../../server/process-table/table.ts";
import { captureIdentity, type Identity } from "../../server/supervisor/identity.ts";
import { strangerCommand } from "./cast.ts";

/** A program that is none of Nightshift's business, and writes down every signal it gets. */
export class Stranger {
	private constructor(
		readonly name: string,
		readonly identity: Identity,
		/** It looks like the daemon of another state directory. */
		readonly hasToken: boolean,
		private readonly child: ChildProcess,
		private readonly file: string,
	) {}

	/** @param env what of its environment looks like a daemon's */
	static async start(name: string, folder: string, env: Record<string, string>): Promise<Stranger> {
		const file = join(folder, `stranger-${name}.signals`);
		const [program = "", ...args] = strangerCommand(file);
		const clean = { ...process.env };
		for (const key of Object.keys(clean)) if (key.startsWith("NIGHTSHIFT_")) delete clean[key];
		const child = spawn(program, args, {
			stdio: ["ignore", "pipe", "inherit"],
			detached: true,
			env: { ...clean, ...env },
		});
		await once(child.stdout, "data");
		const identity = await captureIdentity(child.pid ?? 0, env.NIGHTSHIFT_INSTANCE ?? randomUUID());
		if (!identity) throw new Error(`the stranger ${name} ended at once`);
		return new Stranger(name, identity, "NIGHTSHIFT_INSTANCE" in env, child, file);
	}

	/** What was done to it; null when nothing. */
	async harm(): Promise<string | null> {
		const signals = readFileSync(this.file, "utf8").trim();
		if (signals) return `the stranger ${this.name} got ${signals.replaceAll("\n", ", ")}`;
		const { exitCode, signalCode } = this.child;
		if (exitCode !== null || signalCode !== null)
			return `the stranger ${this.name} was ended by ${signalCode ?? exitCode}`;
		const doing = await processTable.doing(this.identity.pid);
		return doing?.state === "stopped" ? `the stranger ${this.name} was stopped` : null;
	}

	async end(): Promise<void> {
		if (this.child.exitCode !== null || this.child.signalCode !== null) return;
		const exited = once(this.child, "exit");
		this.child.kill("SIGKILL");
		await exited;
	}
}
