import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { onTestFinished } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";

export const PROGRAM = fileURLToPath(new URL("../../../bin/nightshift", import.meta.url));

/** A question as the tools tell of it. */
export interface State {
	ticket: string;
	question: string;
	status: string;
	answer?: unknown;
	comment?: string;
	provenance?: string;
	asked_back?: { text: string; at: string }[];
	next: string;
}

/** What a tool answered. */
export interface Told {
	isError: boolean;
	text: string;
	data: State & {
		answers: State[];
		pending: State[];
		told_before?: string[];
		directives: { id: string; text: string; when: string; again: boolean }[];
		recorded: boolean;
		notes?: string[];
		mistakes?: string[];
	};
}

interface CallOptions {
	signal?: AbortSignal;
	onprogress?: (progress: { progress: number; message?: string }) => void;
}

/** An agent's side of the protocol: the official client. */
export interface Agent {
	client: Client;
	call(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<Told>;
	close(): Promise<void>;
}

interface ClientOptions {
	/** What the client calls itself. */
	client?: string;
	/** Who asks, when it is to be another than the client's own name. */
	as?: string;
	/** `legacy` begins with a handshake, as clients did until 2026; `auto` speaks the newest revision. */
	era?: "legacy" | "auto";
}

/** An agent that reaches the dashboard over HTTP. */
export async function httpAgent(
	url: string,
	paths: Paths,
	{ as, ...options }: ClientOptions & { headers?: Record<string, string> } = {},
): Promise<Agent> {
	const token = (await readFile(paths.token, "utf8")).trim();
	const headers = { authorization: `Bearer ${token}`, ...(as && { "nightshift-daemon": as }), ...options.headers };
	return connect(new StreamableHTTPClientTransport(new URL("/mcp", url), { requestInit: { headers } }), options);
}

/** An agent that starts `nightshift mcp`, as it is built. */
export async function stdioAgent(paths: Paths, { as, ...options }: ClientOptions = {}): Promise<Agent> {
	const transport = new StdioClientTransport({
		command: PROGRAM,
		args: ["mcp", ...(as ? ["--as", as] : [])],
		env: { ...getDefaultEnvironment(), NIGHTSHIFT_HOME: paths.home },
		stderr: "inherit",
	});
	return connect(transport, options);
}

/** Connects an official client. */
export async function connect(
	transport: StdioClientTransport | StreamableHTTPClientTransport,
	{ client: name = "Test Agent", era = "legacy" }: ClientOptions,
): Promise<Agent> {
	const client = new Client({ name, version: "1.0.0" }, { versionNegotiation: { mode: era } });
	await client.connect(transport);
	let closing: Promise<void> | null = null;
	const close = () => {
		closing ??= client.close();
		return closing;
	};
	onTestFinished(close);
	return {
		client,
		close,
		async call(name, args = {}, options = {}) {
			const result = await client.callTool({ name, arguments: args }, options);
			const [content] = result.content;
			const text = content?.type === "text" ? content.text : "";
			return { isError: result.isError === true, text, data: result.structuredContent as Told["data"] };
		},
	};
}
