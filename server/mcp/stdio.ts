import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { loadConfig } from "../config/load.ts";
import type { Paths } from "../config/paths.ts";
import { NightshiftError } from "../contract/errors.ts";
import { type Database, openDatabase } from "../db/open.ts";
import { recordActivity } from "../inbox/record-activity.ts";
import { isDaemonsName } from "./asker-name.ts";
import type { McpParts } from "./call.ts";
import { ProgressLog } from "./progress-log.ts";
import { createMcpServer } from "./server.ts";

export interface StdioOptions {
	paths: Paths;
	/** Who asks; null: by what the client calls itself. */
	name: string | null;
	/** Aborted when it is to end. */
	signal: AbortSignal;
	/** For what nobody else is told; standard output belongs to the protocol. */
	note(text: string): void;
}

/** Serves MCP on standard input and output until the client closes them, directly on the database: no dashboard is needed. */
export async function serveMcpOnStdio({ paths, name, signal, note }: StdioOptions): Promise<void> {
	const store = new Store(paths.database);
	const closing = new AbortController();
	const onError = (error: unknown) => note(`nightshift mcp: ${error instanceof Error ? error.message : String(error)}`);
	const parts: McpParts = {
		database: () => store.use(),
		wrote: () => {}, // the dashboard sees the database change
		progress: new ProgressLog(async (entry) => recordActivity(await store.use(), entry), onError),
		isTaken: (asker) => isBuiltIn(paths, asker),
		closing: closing.signal,
		transport: "stdio",
		onError(error) {
			onError(error);
			if (error instanceof NightshiftError && error.code === "database-unavailable") void store.close().catch(onError);
		},
	};
	// A promise that nobody waited for is no reason to leave the agent without its inbox.
	process.on("unhandledRejection", onError);
	const server = serveStdio(() => createMcpServer(parts, { name, client: null }), { onerror: onError });
	await ended(signal);
	closing.abort();
	await server.close();
	await parts.progress.close();
	await store.close();
}

/** Whether config.json has a built-in daemon of this name, or of one that looks like it. A mistake in that file is no reason to leave an agent without its inbox. */
async function isBuiltIn(paths: Paths, name: string): Promise<boolean> {
	try {
		return isDaemonsName(name, (await loadConfig(paths)).daemons);
	} catch (error) {
		if (error instanceof NightshiftError && error.code === "config-invalid") return false;
		throw error;
	}
}

/** When the client has closed our input, or we are asked to end. */
function ended(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const end = () => resolve();
		process.stdin.once("end", end).once("close", end).once("error", end);
		signal.addEventListener("abort", end);
		if (signal.aborted) end();
	});
}

/** The database, opened when it is first needed and anew after a failure: this process may run for weeks. */
class Store {
	private opening: Promise<Database> | null = null;

	constructor(private readonly path: string) {}

	use(): Promise<Database> {
		this.opening ??= openDatabase(this.path).catch((error: unknown) => {
			this.opening = null;
			throw error;
		});
		return this.opening;
	}

	/** What uses it after this opens it anew. */
	async close(): Promise<void> {
		const opening = this.opening;
		this.opening = null;
		const database = await opening?.catch(() => null); // whoever asked for it was told
		await database?.close();
	}
}
