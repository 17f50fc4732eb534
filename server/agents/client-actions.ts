import { relative, resolve } from "node:path";
import { type CreateTerminalRequest, type PermissionOption, RequestError } from "@agentclientprotocol/sdk";
import { tellingVariables } from "./added-variables.ts";
import type { Allowances } from "./allowances.ts";
import { AGENT_VARIABLE } from "./process-tree.ts";
import type { ToolChange } from "./session-updates.ts";
import { commandOf } from "./shell-input.ts";
import type { Terminals } from "./terminals.ts";
import { absolutePath } from "./touched-paths.ts";
import type { MustAskToRead } from "./types.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";

/** What is offered where the agent itself has not asked. */
export const OWN_OPTIONS: PermissionOption[] = [
	{ optionId: "allow", name: "Allow", kind: "allow_once" },
	{ optionId: "reject", name: "Do not allow", kind: "reject_once" },
];

export interface ClientActionsOptions {
	/** The session's folder, as it was opened. */
	cwd: string;
	files: WorkspaceFiles;
	terminals: Terminals;
	allowances: Allowances;
	/** Marks what is started for the agent. */
	token: string;
	mustAskToRead: MustAskToRead;
	/** Asks for permission; throws a RequestError for the agent when it is not given. */
	mustAllow: (call: ToolChange, signal: AbortSignal) => Promise<void>;
}

/** What an agent has its client do: each needs the same permission as if the agent did it. */
export class ClientActions {
	private count = 0;

	constructor(private readonly options: ClientActionsOptions) {}

	/**
	 * Reads a file. Nobody is asked, unless it is one that they want to be asked about, or forbid.
	 * @param line 1-based first line; @param limit number of lines.
	 * @throws RequestError for the agent, with a message that says why.
	 */
	async readFile(path: string, signal: AbortSignal, line?: number | null, limit?: number | null): Promise<string> {
		const { cwd, files, mustAskToRead, mustAllow } = this.options;
		await files.mustExist(path);
		// As the file is looked up: `~` is nothing special here.
		const target = resolve(cwd, path);
		const read = { title: `Read ${relative(cwd, target)}`, kind: "read" };
		if (
			await mustAskToRead({ ...read, command: null, within: { commands: [], lines: [] }, paths: [target], changes: [] })
		) {
			await mustAllow({ ...read, toolCallId: this.nextId("read"), locations: [{ path: target }] }, signal);
		}
		return files.read(path, line, limit);
	}

	/** @throws RequestError for the agent, with a message that says why. */
	async writeFile(path: string, content: string, signal: AbortSignal): Promise<void> {
		const { cwd, files, allowances, mustAllow } = this.options;
		const oldText = await files.before(path);
		if (oldText === content) return;
		const target = absolutePath(path, cwd);
		if (!allowances.takeWrite(target, { oldText, newText: content }, cwd)) {
			const call = {
				toolCallId: this.nextId("write"),
				title: `${oldText === null ? "Create" : "Change"} ${relative(cwd, target)}`,
				kind: "edit",
				content: [{ type: "diff", path: target, oldText, newText: content }],
			};
			await mustAllow(call, signal);
			// The answer may have taken days.
			if ((await files.before(path)) !== oldText) {
				throw RequestError.invalidParams(undefined, `${path} has changed since; read it again`);
			}
		}
		await files.write(path, content);
	}

	/** @returns the terminal's id. @throws RequestError for the agent, with a message that says why. */
	async createTerminal(request: CreateTerminalRequest, signal: AbortSignal): Promise<string> {
		const { cwd, files, terminals, allowances, token, mustAllow } = this.options;
		terminals.checkRoom();
		const argv = argvOf(request);
		const command = commandOf("execute", { command: request.args?.length ? argv : request.command }) ?? request.command;
		const where = absolutePath(request.cwd ?? cwd, cwd);
		const folder = await files.folder(where);
		const added = variables(request.env ?? []);
		const isPlain = tellingVariables(Object.entries(added)).length === 0;
		if (!(isPlain && allowances.takeCommand(command, where, where === cwd))) {
			const rawInput = { command, cwd: where, ...(isPlain ? {} : { env: added }) };
			const call = {
				toolCallId: this.nextId("terminal"),
				title: commandOf("execute", rawInput) ?? command,
				kind: "execute",
				content: isPlain ? [] : [{ type: "content", content: { type: "text", text: variablesText(added) } }],
				locations: where === cwd ? [] : [{ path: where }],
				rawInput,
			};
			await mustAllow(call, signal);
		}
		const env = terminalEnvironment(process.env, added, token);
		return terminals.create({ argv, cwd: folder, env, outputByteLimit: request.outputByteLimit });
	}

	private nextId(what: string): string {
		return `nightshift-${what}-${++this.count}`;
	}
}

/** A program with its arguments; what has no arguments may be a line for a shell, as some agents send it. */
function argvOf({ command, args = [] }: CreateTerminalRequest): [string, ...string[]] {
	if (command.includes("\0") || args.some((one) => one.includes("\0"))) {
		throw RequestError.invalidParams(undefined, "a command cannot hold a null character");
	}
	if (command.trim() === "") throw RequestError.invalidParams(undefined, "the command is empty");
	const isLine = args.length === 0 && !/^[\w@%+=:,./~-]+$/.test(command);
	return isLine ? ["sh", "-c", command] : [command, ...args];
}

function variables(list: readonly { name: string; value: string }[]): Record<string, string> {
	const bad = list.find(({ name, value }) => !/^\w+$/.test(name) || value.includes("\0"));
	if (bad)
		throw RequestError.invalidParams(
			undefined,
			`"${bad.name}" cannot be the name of a variable, or its value cannot be one`,
		);
	return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

function variablesText(added: Record<string, string>): string {
	const lines = Object.entries(added).map(([name, value]) => `- ${name}=${value}`);
	return ["With these variables:", ...lines].join("\n");
}

/** This process's environment without what is Nightshift's own, and without waiting for somebody to type a password. */
export function terminalEnvironment(
	base: NodeJS.ProcessEnv,
	added: Record<string, string>,
	token: string,
): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = { ...base };
	for (const name of Object.keys(env)) if (name.startsWith("NIGHTSHIFT_")) delete env[name];
	return { ...env, GIT_TERMINAL_PROMPT: "0", ...added, [AGENT_VARIABLE]: token };
}
