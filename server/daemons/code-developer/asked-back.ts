import { NightshiftError } from "../../contract/errors.ts";
import type { Run } from "../../db/generated/client.ts";
import { addMessage, seeMessages } from "../../inbox/thread.ts";
import { ticketOf } from "../../inbox/ticket.ts";
import { capText } from "../../text/capped-text.ts";
import { ASIDE_KEY } from "./aside-question.ts";
import { DAY_BUDGET_KEY } from "./budget-question.ts";
import { keyWithoutTime } from "./fresh-question.ts";
import { NO_STEPS_KEY } from "./pass-over.ts";
import type { Shop } from "./shop.ts";

/** What a reply is kept under: it answers all that was said up to that message. */
const REPLY_KEY = "answers:";
/** What the keys of the developer's questions begin with: others may ask in its name, and explain themselves. */
const OWN_KEYS = ["run:", ASIDE_KEY, DAY_BUDGET_KEY, NO_STEPS_KEY];
const LONGEST_THREAD = 200;
const MAX_REPLY = 20_000;

/** A question of the developer's that waits, and what the person said about it that nobody has answered yet. */
export interface AskedBack {
	ticket: string;
	key: string;
	title: string;
	task: string | null;
	/** Oldest first; never empty. */
	words: { id: number; text: string }[];
}

/**
 * What the person has asked back and got no answer to, by what is in the threads alone: whoever was killed between
 * reading and answering finds it again.
 *
 * @param run only about what this run asks
 */
export async function askedBack({ db, persist, name }: AskedOf, run: number | null = null): Promise<AskedBack[]> {
	const prefixes = run === null ? OWN_KEYS : [`run:${run}:`];
	const OR = prefixes.map((startsWith) => ({ key: { startsWith } }));
	// By `daemon`, not `scope`: so it goes through what is pending, and not through all that was ever asked.
	const where = { daemon: name, status: "pending", messages: { gt: 0 }, OR };
	const thread = { orderBy: { id: "desc" }, take: LONGEST_THREAD } as const;
	const rows = await persist(() =>
		db.read(({ question }) => question.findMany({ where, include: { thread }, orderBy: { id: "asc" } })),
	);
	return rows.flatMap(({ id, key, title, task, thread }) => {
		const said = thread.reverse();
		const answered = Math.max(0, ...said.map((one) => (one.from === "asker" ? answersUpTo(one.key) : 0)));
		const words = said.filter((one) => one.from === "human" && one.id > answered);
		return words.length === 0 ? [] : [{ ticket: ticketOf(id), key: key ?? "", title, task, words }];
	});
}

type AskedOf = Pick<Shop, "db" | "persist" | "name">;

/** Marks what was asked back as read. */
export async function markRead({ db, persist }: AskedOf, { ticket, words }: AskedBack): Promise<void> {
	await persist(() => seeMessages(db, ticket, words.at(-1)?.id));
}

/** Answers what was asked back; the same again changes nothing. Of a question that is settled meanwhile nobody needs it. */
export async function reply(shop: Shop, asked: AskedBack, text: string): Promise<void> {
	const { db, persist, redact } = shop;
	const key = `${REPLY_KEY}${asked.words.at(-1)?.id}`;
	const message = { from: "asker", text: capText(redact(text.trim()), MAX_REPLY), key } as const;
	try {
		await persist(() => addMessage(db, asked.ticket, message));
	} catch (error) {
		const isSettled =
			error instanceof NightshiftError && ["already-answered", "already-withdrawn"].includes(error.code);
		if (!isSettled) throw error;
	}
}

/** What this message is told apart by in a list of what was told already. */
export function nameOfWords({ ticket, words }: AskedBack): string {
	return `${ticket}/${words.at(-1)?.id}`;
}

/** Whether the coding agent asked it: the developer asks about checks, budgets and reviews itself. */
export function isAgentsQuestion(key: string, run: Pick<Run, "id">): boolean {
	const prefix = `run:${run.id}:`;
	if (!key.startsWith(prefix)) return false;
	return !/^(check:|budget$|review:)/.test(keyWithoutTime(key).slice(prefix.length));
}

function answersUpTo(key: string | null): number {
	return key?.startsWith(REPLY_KEY) ? Number(key.slice(REPLY_KEY.length)) || 0 : 0;
}
