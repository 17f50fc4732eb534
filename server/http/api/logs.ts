import { Readable } from "node:stream";
import { createRoute, z } from "@hono/zod-openapi";
import type { LogPage } from "../../contract/log.ts";
import { type ApiParts, newApi } from "./parts.ts";
import { answers, nameParam, wholeNumber } from "./schemas.ts";

const MAX_TAIL = 10_000;
const MAX_SEARCH_LENGTH = 1_000;

const offset = z.coerce.number({ error: "must be an offset" }).int("must be an offset").optional();
const flag = z.enum(["true", "false"], "must be true or false").optional();

const Log = z
	.object({
		lines: z.array(z.string()).openapi({ description: "Oldest first, with the colours that the daemon gave them." }),
		offsets: z.array(z.number().int()).openapi({
			description: "Where each line begins, in bytes, counted from the first that the daemon ever wrote.",
		}),
		end: z.number().int().openapi({ description: "Where this page ends: `from` of the next one." }),
		older: z.number().int().nullable().openapi({
			description:
				"`before` of the page before this one; null when there is nothing older. After a search for too long it may come with no lines.",
		}),
	})
	.openapi("Log");

const logsRoute = createRoute({
	method: "get",
	path: "/daemons/{name}/logs",
	summary: "A daemon's log across its rotated files: its end, a page of it, a search, or all of it as a file",
	description: "What looks like a secret is blotted out. As plain text when that is asked for (Accept: text/plain).",
	request: {
		params: nameParam,
		query: z.object({
			tail: wholeNumber({ fallback: 200, most: MAX_TAIL }).openapi({ description: "How many lines." }),
			before: offset.openapi({ description: "Only lines before this offset." }),
			from: offset.openapi({ description: "The first lines from this offset on, in place of the last ones." }),
			search: z
				.string()
				.min(1, "must not be empty")
				.max(MAX_SEARCH_LENGTH, `must have at most ${MAX_SEARCH_LENGTH} characters`)
				.optional()
				.openapi({ description: "Only lines with this text; the newest first found, three seconds at most." }),
			matchCase: flag.openapi({ description: "Of search: whether capital letters matter." }),
			whole: flag.openapi({ description: "true: everything there is, as a text file." }),
		}),
	},
	responses: answers(200, "Lines, oldest first", Log),
});

/** What daemons wrote to their logs. */
export function logRoutes({ supervisor, logs }: ApiParts) {
	const app = newApi();
	app.openapi(logsRoute, async (context) => {
		const { name } = context.req.valid("param");
		const { tail, before, from, search, matchCase, whole } = context.req.valid("query");
		supervisor.statusOf(name); // unknown-daemon
		// Not in the typed contract: the same lines, for people and pipes.
		if (whole === "true") return fileOf(name, logs.whole(name)) as never;
		const { signal } = context.req.raw;
		const page =
			search !== undefined
				? await logs.search(name, { text: search, ignoreCase: matchCase !== "true", limit: tail, before, signal })
				: from !== undefined
					? await logs.from(name, from, tail)
					: await logs.tail(name, tail, before);
		if (wantsText(context.req.header("accept"))) return context.text(textOf(page)) as never;
		const { lines, end, older } = page;
		const answer = { lines: lines.map(({ text }) => text), offsets: lines.map((line) => line.offset), end, older };
		return context.json(answer, 200);
	});
	return app;
}

function fileOf(name: string, parts: AsyncGenerator<string>): Response {
	const body = Readable.toWeb(Readable.from(parts, { objectMode: false })) as ReadableStream;
	return new Response(body, {
		headers: {
			"Content-Type": "text/plain; charset=utf-8",
			"Content-Disposition": `attachment; filename="${name}.log"`,
		},
	});
}

function textOf({ lines }: LogPage): string {
	return lines.map(({ text }) => `${text}\n`).join("");
}

function wantsText(accept: string | undefined): boolean {
	return accept !== undefined && /text\/plain/i.test(accept) && !/application\/json/i.test(accept);
}
