import type { CallToolResult } from "@modelcontextprotocol/server";
import { capText } from "../../text/capped-text.ts";
import { clip, oneLine } from "../../text/cut.ts";
import type { Arguments } from "../arguments.ts";
import { type Call, refusal, result } from "../call.ts";
import { MAX_ID } from "../limits.ts";
import { directivesClause } from "../tell.ts";

/** What the activity feed takes, in characters. */
const MAX_TITLE = 300;
const MAX_DETAIL = 20_000;

/** Writes what an agent says about its work into the activity feed. It asks nobody anything. */
export async function reportProgress(call: Call, args: Arguments): Promise<CallToolResult> {
	const message = args.words("message");
	const share = readShare(args);
	const task = args.words("task");
	if (message === undefined) args.mistakes.push("There is no message: say in one sentence what has happened.");
	if (message === undefined || args.mistakes.length > 0) return refusal(args);
	const title = oneLine(message, MAX_TITLE);
	const percent = share === undefined ? null : `${Math.round(share * 100)} % done`;
	const rest = title === message.replaceAll(/\s+/g, " ") ? null : capText(message, MAX_DETAIL - 100);
	const recorded = await call.parts.progress.report(call.asker, {
		kind: "message",
		title,
		daemon: call.asker,
		task: task ? clip(oneLine(task, MAX_ID), MAX_ID) : null,
		detail: [percent, rest].filter(Boolean).join("\n\n") || null,
	});
	if (recorded) call.parts.wrote();
	else args.notes.push("You report often, or the same again: only the last report is kept. One a step is enough.");
	const clause = await directivesClause(call.db, call.asker);
	const next = [recorded ? "Noted. Go on." : "Go on.", clause].filter(Boolean).join(" ");
	return result({ recorded, next }, next, args);
}

/** From 0 to 1; 40 and "40%" mean 0.4. */
function readShare(args: Arguments): number | undefined {
	const raw = args.raw("progress");
	const percent = typeof raw === "string" ? /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(raw) : null;
	const number = percent ? Number(percent[1]) / 100 : args.number("progress", "a share from 0 to 1");
	if (number === undefined) return undefined;
	const share = number > 1 && number <= 100 && !percent ? number / 100 : number;
	if (share !== number) args.notes.push(`Took progress ${number} as ${share}: send a share from 0 to 1.`);
	return Math.min(Math.max(0, share), 1);
}
