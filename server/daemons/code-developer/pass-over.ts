import { createHash } from "node:crypto";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { isHandedOut } from "../../inbox/handed-out.ts";
import { getQuestion } from "../../inbox/read-question.ts";
import { ticketOf } from "../../inbox/ticket.ts";
import { withdrawQuestion } from "../../inbox/withdraw-question.ts";
import { escapeMarkdown, inlineCode } from "../../text/markdown.ts";
import { type KeyedQuestion, putFresh } from "./fresh-question.ts";
import type { Shop } from "./shop.ts";

/** What the keys of these questions begin with. */
export const NO_STEPS_KEY = "no-steps:";
const PASS_ALL = "pass-all";
const PASS_ONE = "pass-one";

export type PassOver =
	| { pass: true }
	/** The person has not decided. `ticket`: null when the question was taken back, so that nobody will. */
	| { pass: false; ticket: string | null };

/**
 * Whether to pass over an item that the built-in agent can do nothing about, because it has no steps: the person decides,
 * once for the item or once for all. Most roadmaps are prose, and going on to a later item on its own account would be
 * as wrong as calling this one done.
 */
export async function passOver(shop: Shop, item: RoadmapItemDetail, file: string): Promise<PassOver> {
	const { db, persist, memory } = shop;
	if (memory.current.passOver) return { pass: true };
	const { ticket: put } = await putFresh(shop, stepsQuestion(shop.name, item, file));
	const question = await persist(() => getQuestion(db, put));
	const { ticket, status, answer } = question;
	if (!isHandedOut(question)) return { pass: false, ticket };
	if (status === "answered" && answer === PASS_ALL) await memory.keep({ passOver: true });
	if (status === "answered") return { pass: true };
	return { pass: false, ticket: null };
}

/** Takes back such questions that have become pointless, all but `ticket`. */
export async function withdrawPointless({ db, persist, name }: Shop, ticket: string | null): Promise<void> {
	const where = { scope: name, status: "pending", key: { startsWith: NO_STEPS_KEY } };
	const open = await persist(() => db.read(({ question }) => question.findMany({ where, select: { id: true } })));
	for (const other of open.map(({ id }) => ticketOf(id)).filter((one) => one !== ticket)) {
		await persist(() => withdrawQuestion(db, other, "Another item is next now, or this one can be worked on."));
	}
}

function stepsQuestion(daemon: string, item: RoadmapItemDetail, file: string): KeyedQuestion {
	const place = createHash("sha256").update(file).digest("hex").slice(0, 8);
	return {
		daemon,
		kind: "choice",
		title: `${item.id} is next, but has no steps to run. Pass over it?`,
		body: [
			`**${escapeMarkdown(item.id)}**: ${escapeMarkdown(item.title)}`,
			`The built-in agent runs the ${inlineCode("sh")} blocks of an item, and this one has none. You can also leave this question open and`,
			[
				`- add fenced ${inlineCode("sh")} blocks to its section (line ${item.line} of ${inlineCode(file)}), or`,
				`- set a coding agent that works from the text alone: ${inlineCode('"agent"')} in config.json, then restart ${inlineCode(daemon)}.`,
			].join("\n"),
		].join("\n\n"),
		options: [
			{ id: PASS_ALL, label: "Pass over every item without steps" },
			{ id: PASS_ONE, label: `Pass over ${item.id} only` },
		],
		task: item.id,
		blocking: true,
		key: `${NO_STEPS_KEY}${place}:${item.id}`,
	};
}
