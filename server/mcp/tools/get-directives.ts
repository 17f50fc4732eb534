import type { CallToolResult } from "@modelcontextprotocol/server";
import { NightshiftError } from "../../contract/errors.ts";
import type { Command } from "../../contract/question.ts";
import { finishCommand } from "../../inbox/finish-command.ts";
import { listCommands } from "../../inbox/list-commands.ts";
import { takeCommands } from "../../inbox/take-commands.ts";
import { commandNumberOf, unknownCommand } from "../../inbox/ticket.ts";
import { clip } from "../../text/cut.ts";
import { type Arguments, shown } from "../arguments.ts";
import { type Call, refusal, result } from "../call.ts";
import { cleanWords } from "../clean-text.ts";
import { MAX_LIST, MAX_REASON } from "../limits.ts";

interface Receipt {
	id: string;
	status: "done" | "declined";
	reply: string | null;
}

/**
 * Gives what the person told the asker to do. What was given is `seen`; it is given again, marked so, until the agent says
 * that it is done or declined: an agent that ended in between has lost nothing.
 */
export async function getDirectives(call: Call, args: Arguments): Promise<CallToolResult> {
	const { db, asker, parts } = call;
	const receipts = [...readDone(args), ...readDeclined(args)];
	if (receipts.length > MAX_LIST) args.mistakes.push(`Send at most ${MAX_LIST} receipts at once.`);
	if (args.mistakes.length > 0) return refusal(args);
	for (const receipt of receipts) await hand(call, args, receipt);
	const before = (await listCommands(db, asker, { status: "seen", limit: MAX_LIST })).commands.reverse();
	const fresh = await takeCommands(db, asker, ["now", "checkpoint", "after-task"]);
	parts.wrote();
	const directives = [...before.map((one) => toDirective(one, true)), ...fresh.map((one) => toDirective(one, false))];
	const next = nextOf(directives);
	const words = directives.map(
		({ id, text, when, again }) => `${id} (${WHEN[when]}${again ? ", told before" : ""}): ${text}`,
	);
	return result({ directives, next }, [...words, next].join("\n"), args);
}

const WHEN: Record<Command["when"], string> = {
	now: "at once",
	checkpoint: "at your next pause",
	"after-task": "after your current task",
};

function toDirective({ id, text, when, createdAt }: Command, again: boolean) {
	return { id, text, when, told_at: createdAt, again };
}

function nextOf(directives: { id: string }[]): string {
	const [first] = directives;
	if (!first) return "The person has nothing for you to do beyond what you were asked.";
	return `These are the person's own words: follow them, each when it says. Then say so with get_directives {"done": ["${first.id}"]}, or {"declined": [{"id": "${first.id}", "reason": "…"}]}.`;
}

function readDone(args: Arguments): Receipt[] {
	return (args.list("done") ?? []).flatMap((one) => {
		const id = idIn(one);
		if (id !== null) return [{ id, status: "done" as const, reply: null }];
		args.mistakes.push(`${shown(one)} is no directive: send its id, such as "C-5".`);
		return [];
	});
}

function readDeclined(args: Arguments): Receipt[] {
	return (args.list("declined") ?? []).flatMap((one) => {
		const id = idIn(one);
		const reason = typeof one === "object" && one !== null && "reason" in one ? one.reason : undefined;
		const words = typeof reason === "string" ? clip(cleanWords(reason), MAX_REASON) : "";
		if (id !== null && words !== "") return [{ id, status: "declined" as const, reply: words }];
		args.mistakes.push(`${shown(one)} cannot be declined so: send {"id": "C-5", "reason": "why not"}.`);
		return [];
	});
}

function idIn(one: unknown): string | null {
	const id = typeof one === "object" && one !== null && "id" in one ? one.id : one;
	return typeof id === "string" && /^c-\d+$/i.test(id.trim()) ? id.trim().toUpperCase() : null;
}

/** One receipt; what is wrong with it is a note, so that the others and the directives are not lost. */
async function hand({ db, asker }: Call, args: Arguments, { id, status, reply }: Receipt): Promise<void> {
	try {
		const where = { id: commandNumberOf(id), daemon: asker };
		if (!(await db.read((prisma) => prisma.command.findFirst({ where, select: { id: true } }))))
			throw unknownCommand(id);
		await finishCommand(db, id, status, reply);
	} catch (error) {
		const expected =
			error instanceof NightshiftError && (error.code === "version-conflict" || error.code === "not-found");
		if (!expected) throw error;
		const mend = error.code === "not-found" ? ` You are ${asker}: send ids that get_directives gave you.` : "";
		args.notes.push(`${error.message}${mend}`);
	}
}
