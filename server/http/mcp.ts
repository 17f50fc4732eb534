import { type Context, Hono } from "hono";
import type { Logger } from "../logger.ts";
import { checkName, nameFromClient } from "../mcp/asker-name.ts";
import type { McpParts } from "../mcp/call.ts";
import { answerProblem } from "./api/errors.ts";
import type { ApiEnv } from "./api/parts.ts";
import { McpCalls } from "./mcp-calls.ts";
import { clientOfMcpSession, newMcpSession } from "./mcp-session.ts";
import type { RateLimit } from "./rate-limit.ts";
import { MCP_PATH } from "./routes.ts";

/** Names the asker; else it goes by what the client calls itself. */
const NAME_HEADER = "Nightshift-Daemon";
const SESSION_HEADER = "Mcp-Session-Id";

export interface McpRouteOptions {
	parts: McpParts;
	/** Counts requests, by asker. */
	limit: RateLimit;
	logger: Pick<Logger, "warn" | "error">;
}

/**
 * MCP over streamable HTTP. Each request is served for itself: the dashboard keeps nothing between two of them, so a client
 * goes on after a restart as if nothing had been. Who asks has been let in already, by a bearer token.
 */
export function createMcpRoute({ parts, limit, logger }: McpRouteOptions): Hono<ApiEnv> {
	const app = new Hono<ApiEnv>();
	const calls = new McpCalls();
	// What speaks MCP is loaded once somebody does.
	let loading: ReturnType<typeof load> | null = null;
	const load = async () => {
		const [{ createMcpHandler }, { createMcpServer }] = await Promise.all([
			import("@modelcontextprotocol/server"),
			import("../mcp/server.ts"),
		]);
		return createMcpHandler(({ requestInfo }) => createMcpServer(parts, callerOf(requestInfo?.headers)), {
			onerror: (error) => logger.warn({ err: error }, "an MCP request was not served"),
		});
	};

	app.onError((error, context) => answerProblem(context, error, logger));
	app.all(MCP_PATH, async (context) => {
		// A wrong name is refused here, before anything is done under another.
		const asker = callerOf(context.req.raw.headers);
		await limit.use(asker.name ?? nameFromClient(asker.client ?? undefined));
		loading ??= load();
		const handler = await loading;
		const body = await readJson(context);
		const session = context.req.header(SESSION_HEADER) ?? null;
		const response = await calls.serve(context.req.raw, session, body, (request) =>
			handler.fetch(request, body === undefined ? {} : { parsedBody: body }),
		);
		const client = beginningClient(body);
		if (client !== null && response.ok) response.headers.set(SESSION_HEADER, newMcpSession(nameFromClient(client)));
		return response;
	});
	return app;
}

/** @throws NightshiftError `bad-request` */
function callerOf(headers: Headers | undefined): { name: string | null; client: string | null } {
	const name = headers?.get(NAME_HEADER) ?? null;
	return {
		name: name === null ? null : checkName(name, `The header ${NAME_HEADER}`),
		client: clientOfMcpSession(headers?.get(SESSION_HEADER) ?? null),
	};
}

/** Undefined when it is no JSON: the protocol has its own answer to that. */
async function readJson({ req }: Context<ApiEnv>): Promise<unknown> {
	if (req.method !== "POST" || !/json/i.test(req.header("content-type") ?? "")) return undefined;
	const text = await req.raw.clone().text();
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The client that begins a session with this message; null for all other messages. */
function beginningClient(body: unknown): string | null {
	const { method, params } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
	if (method !== "initialize" || typeof params !== "object" || params === null) return null;
	const info = "clientInfo" in params ? params.clientInfo : null;
	return typeof info === "object" && info !== null && "name" in info && typeof info.name === "string" ? info.name : "";
}
