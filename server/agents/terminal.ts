import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { RequestError } from "@agentclientprotocol/sdk";
import { endGroup } from "../process-table/end-group.ts";
import { signalGroup } from "../process-table/signals.ts";
import { oneLine } from "../text/cut.ts";
import { TerminalOutput } from "./terminal-output.ts";

/** How long a command has on SIGTERM, and then what it has left behind. */
const STOP_GRACE_MS = 1_000;
/** How long its last output may take to arrive after its end: what it left in the background may hold the pipes. */
const DRAIN_MS = 250;

export interface TerminalExit {
	exitCode: number | null;
	signal: string | null;
}

export interface TerminalCommand {
	/** Program and arguments. */
	argv: readonly [string, ...string[]];
	cwd: string;
	env: NodeJS.ProcessEnv;
	/** Bytes of output that are kept: the last ones. */
	outputLimit: number;
	/** Told of each change: more output, or the end. */
	onChange: () => void;
}

/** One command that runs for an agent, without input, in a process group of its own. */
export class Terminal {
	/** Resolves when the command has ended. */
	readonly exited: Promise<TerminalExit>;
	private readonly output: TerminalOutput;
	private exit: TerminalExit | null = null;
	private ending: Promise<void> | undefined;

	private constructor(
		private readonly child: ChildProcess,
		private readonly pid: number,
		{ outputLimit, onChange }: TerminalCommand,
	) {
		this.output = new TerminalOutput(outputLimit);
		for (const stream of [child.stdout, child.stderr]) {
			stream?.on("data", (chunk: Buffer) => {
				this.output.append(chunk);
				onChange();
			});
			stream?.on("error", () => undefined); // its end tells what matters
		}
		const closed = once(child, "close").catch(() => undefined);
		this.exited = once(child, "exit").then(async ([exitCode, signal]) => {
			await Promise.race([closed, delay(DRAIN_MS)]);
			this.exit = { exitCode, signal };
			onChange();
			return this.exit;
		});
	}

	/** @throws RequestError for the agent when the command cannot be started. */
	static async start(command: TerminalCommand): Promise<Terminal> {
		const [program, ...args] = command.argv;
		const child = spawn(program, args, {
			cwd: command.cwd,
			env: command.env,
			detached: process.platform !== "win32",
			stdio: ["ignore", "pipe", "pipe"],
			windowsHide: true,
		});
		try {
			const spawned = once(child, "spawn");
			const { pid } = child;
			if (pid !== undefined) return new Terminal(child, pid, command);
			await spawned;
			throw new Error("it has no process");
		} catch (error) {
			const { code, message } = error as NodeJS.ErrnoException;
			const why = code === "ENOENT" ? `the program "${program}" was not found` : oneLine(message, 300);
			throw RequestError.invalidParams(undefined, `the command could not be started: ${why}`);
		}
	}

	get running(): boolean {
		return this.exit === null;
	}

	read(): { output: string; truncated: boolean; exitStatus: TerminalExit | null } {
		const { text, truncated } = this.output.read(!this.running);
		return { output: text, truncated, exitStatus: this.exit };
	}

	/** Ends the command, with all that is in its group, politely at first. Can be called twice. */
	end(): Promise<void> {
		this.ending ??= this.endNow();
		return this.ending;
	}

	private async endNow(): Promise<void> {
		const isOver = () => this.child.exitCode !== null || this.child.signalCode !== null;
		for (const name of ["SIGTERM", "SIGKILL"] as const) {
			if (isOver()) break;
			signalGroup(this.pid, name);
			await Promise.race([this.exited, delay(STOP_GRACE_MS)]);
		}
		await endGroup(this.pid, STOP_GRACE_MS);
		await Promise.race([this.exited, delay(STOP_GRACE_MS)]);
	}
}
