import {
	type CallToolResult,
	CLIENT_INFO_META_KEY,
	McpServer,
	type ServerContext,
	type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server";
import type { z } from "zod";
import { VERSION } from "../config/package-root.ts";
import { NightshiftError, toErrorBody } from "../contract/errors.ts";
import { Arguments } from "./arguments.ts";
import { nameFromClient } from "./asker-name.ts";
import { noteAsker } from "./askers.ts";
import { type Call, type McpParts, refusal } from "./call.ts";
import * as schemas from "./schemas.ts";
import { DESCRIPTIONS, INSTRUCTIONS } from "./teach.ts";
import { askHuman } from "./tools/ask-human.ts";
import { checkAnswers } from "./tools/check-answers.ts";
import { getDirectives } from "./tools/get-directives.ts";
import { reportProgress } from "./tools/report-progress.ts";
import { withdrawQuestion } from "./tools/withdraw-question.ts";

/** What is known beforehand of who calls. */
export interface Caller {
	/** Given on purpose; wins over what the client calls itself. */
	name: string | null;
	/** What the client called itself in an earlier request, where each request is served for itself. */
	client: string | null;
}

type Tool = (call: Call, args: Arguments) => Promise<CallToolResult>;

const TOOLS: Record<keyof typeof DESCRIPTIONS, { title: string; input: z.ZodObject; output: z.ZodObject; run: Tool }> =
	{
		ask_human: {
			title: "Ask the person",
			input: schemas.askHumanInput,
			output: schemas.questionOutput,
			run: askHuman,
		},
		check_answers: {
			title: "Look for answers",
			input: schemas.checkAnswersInput,
			output: schemas.checkAnswersOutput,
			run: checkAnswers,
		},
		withdraw_question: {
			title: "Take a question back",
			input: schemas.withdrawQuestionInput,
			output: schemas.questionOutput,
			run: withdrawQuestion,
		},
		get_directives: {
			title: "Get what the person told you",
			input: schemas.getDirectivesInput,
			output: schemas.getDirectivesOutput,
			run: getDirectives,
		},
		report_progress: {
			title: "Report progress",
			input: schemas.reportProgressInput,
			output: schemas.reportProgressOutput,
			run: reportProgress,
		},
	};

/** An MCP server with the five tools, for one connection or one request. */
export function createMcpServer(parts: McpParts, caller: Caller): McpServer {
	const server = new McpServer(
		{ name: "nightshift", title: "Nightshift", version: VERSION },
		{ instructions: INSTRUCTIONS },
	);
	for (const [name, { title, input, output, run }] of Object.entries(TOOLS)) {
		const config = {
			title,
			description: DESCRIPTIONS[name as keyof typeof TOOLS],
			inputSchema: taught(input),
			outputSchema: output,
			annotations: { destructiveHint: false, openWorldHint: false },
		};
		server.registerTool(name, config, async (given: unknown, context: ServerContext) => {
			const client = clientOf(context) ?? caller.client ?? server.server.getClientVersion()?.name;
			const asker = caller.name ?? nameFromClient(client);
			return serve(parts, asker, client ?? null, context, (call) => {
				return run(call, new Arguments(given, Object.keys(input.shape)));
			});
		});
	}
	return server;
}

/** The client's name as it comes with each request, since revision 2026-07-28. */
function clientOf({ mcpReq }: ServerContext): string | undefined {
	const info = (mcpReq.envelope as Record<string, unknown> | undefined)?.[CLIENT_INFO_META_KEY];
	return typeof info === "object" && info !== null && "name" in info ? String(info.name) : undefined;
}

async function serve(
	parts: McpParts,
	asker: string,
	client: string | null,
	context: ServerContext,
	run: (call: Call) => Promise<CallToolResult>,
): Promise<CallToolResult> {
	const { signal } = context.mcpReq;
	try {
		if (await parts.isTaken(asker)) return refusal({ mistakes: [taken(asker)], notes: [] });
		const db = await parts.database();
		await noteAsker(db, { name: asker, client, transport: parts.transport });
		return await run({ parts, db, asker, signal, onWaiting: waitingTeller(context) });
	} catch (error) {
		if (signal.aborted) throw error; // nobody hears it
		if (!(error instanceof NightshiftError) || error.status >= 500) parts.onError(error);
		return refusal({ mistakes: [toErrorBody(error).message], notes: [] });
	}
}

function taken(asker: string): string {
	return `${asker} is a daemon of this Nightshift, which hears its own answers and directives: connect under another name, with \`nightshift mcp --as NAME\` or the header Nightshift-Daemon.`;
}

/** Tells a client that asked for it that the call still waits. */
function waitingTeller({ mcpReq }: ServerContext): (seconds: number) => void {
	const progressToken = mcpReq._meta?.progressToken;
	if (progressToken === undefined) return () => {};
	return (progress) => {
		const message = "Waiting for a person to answer";
		mcpReq
			.notify({ method: "notifications/progress", params: { progressToken, progress, message } })
			// The client has gone; the wait itself is told by its signal.
			.catch(() => undefined);
	};
}

/** A schema that is shown as it is and takes anything: what was sent is read by `Arguments`, in words for a model. */
function taught(schema: z.ZodObject): StandardSchemaWithJSON<unknown, unknown> {
	const { jsonSchema } = schema["~standard"];
	return { "~standard": { version: 1, vendor: "nightshift", jsonSchema, validate: (value) => ({ value }) } };
}
