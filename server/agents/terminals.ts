import { randomUUID } from "node:crypto";
import { RequestError } from "@agentclientprotocol/sdk";
import { capText } from "../text/capped-text.ts";
import { Terminal, type TerminalExit } from "./terminal.ts";

/** Terminals that one session has at once, ended ones that were not released included. */
const MAX_TERMINALS = 32;
/** Released terminals whose output is still shown with their tool calls. */
const MAX_RELEASED = 100;
/** Bytes of output kept without a limit of the agent's, and with the largest one. */
const OUTPUT_BYTES = 1024 * 1024;
const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

export interface NewTerminal {
	argv: readonly [string, ...string[]];
	cwd: string;
	env: NodeJS.ProcessEnv;
	outputByteLimit?: number | null | undefined;
}

/** The terminals of one session. */
export class Terminals {
	private readonly open = new Map<string, Terminal>();
	private readonly released = new Map<string, string>();
	private starting = 0;
	private over = false;

	/** @param onChange Told of the terminal that has more output, or has ended. */
	constructor(private readonly onChange: (terminalId: string) => void) {}

	/** Whether a command runs right now. */
	get running(): boolean {
		return [...this.open.values()].some((terminal) => terminal.running);
	}

	/** @throws RequestError for the agent when there are too many. */
	checkRoom(): void {
		if (this.over) throw RequestError.invalidRequest(undefined, "the session is over");
		if (this.open.size + this.starting >= MAX_TERMINALS) {
			throw RequestError.invalidRequest(undefined, `only ${MAX_TERMINALS} terminals can be open: release some first`);
		}
	}

	/** @throws RequestError for the agent when the command cannot be started, or there are too many. */
	async create({ argv, cwd, env, outputByteLimit }: NewTerminal): Promise<string> {
		this.checkRoom();
		this.starting++;
		try {
			const id = `terminal-${randomUUID()}`;
			const limit = Math.min(Math.max(Math.floor(outputByteLimit ?? OUTPUT_BYTES), 0), MAX_OUTPUT_BYTES);
			const onChange = () => this.onChange(id);
			const terminal = await Terminal.start({ argv, cwd, env, outputLimit: limit, onChange });
			this.open.set(id, terminal);
			if (this.over) await terminal.end();
			return id;
		} finally {
			this.starting--;
		}
	}

	/** @throws RequestError for the agent when there is no such terminal; so do the others. */
	read(id: string): { output: string; truncated: boolean; exitStatus: TerminalExit | null } {
		return this.get(id).read();
	}

	/** Resolves when the command has ended; rejects when nobody waits any more. */
	async waitForExit(id: string, signal: AbortSignal): Promise<TerminalExit> {
		const { exited } = this.get(id);
		signal.throwIfAborted();
		const aborted = new Promise<never>((_, reject) => {
			signal.addEventListener("abort", () => reject(RequestError.requestCancelled()), { once: true });
		});
		return Promise.race([exited, aborted]);
	}

	async kill(id: string): Promise<void> {
		await this.get(id).end();
	}

	/** Ends the command and forgets the terminal; its output is still shown with its tool call. */
	async release(id: string): Promise<void> {
		const terminal = this.get(id);
		this.released.set(id, capText(terminal.read().output));
		this.open.delete(id);
		await terminal.end();
		this.released.set(id, capText(terminal.read().output));
		const [oldest] = this.released.keys();
		if (this.released.size > MAX_RELEASED && oldest !== undefined) this.released.delete(oldest);
	}

	/** What a terminal shows, released or not; at most 20,000 characters. Null when there is no such terminal. */
	text(id: string): string | null {
		const terminal = this.open.get(id);
		return terminal ? capText(terminal.read().output) : (this.released.get(id) ?? null);
	}

	/** Ends every command; there will be no more. */
	async endAll(): Promise<void> {
		this.over = true;
		await Promise.all([...this.open.values()].map((terminal) => terminal.end()));
	}

	private get(id: string): Terminal {
		const terminal = this.open.get(id);
		if (!terminal) throw RequestError.resourceNotFound(id);
		return terminal;
	}
}
