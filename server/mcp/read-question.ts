import { createHash } from "node:crypto";
import type { NewQuestion, Option } from "../contract/question.ts";
import { wellFormed } from "../inbox/text.ts";
import { capText } from "../text/capped-text.ts";
import { clip, oneLine } from "../text/cut.ts";
import type { Arguments } from "./arguments.ts";
import { MAX_CONTEXT, MAX_ID, MAX_KEY, MAX_TITLE, SHORT_TITLE } from "./limits.ts";
import { readMoment } from "./read-moment.ts";
import { readDefault, readOptions } from "./read-options.ts";

type Kind = NonNullable<NewQuestion["kind"]>;

const KINDS = ["text", "choice", "multi", "form", "approval", "review"] as const;
/** What models call them. */
const KIND_SYNONYMS: Readonly<Record<string, Kind>> = {
	string: "text",
	free_text: "text",
	open: "text",
	question: "text",
	single: "choice",
	single_choice: "choice",
	select: "choice",
	multiple_choice: "choice",
	multiple: "multi",
	multi_choice: "multi",
	multi_select: "multi",
	multiselect: "multi",
	object: "form",
	confirm: "approval",
	confirmation: "approval",
	permission: "approval",
	approve: "approval",
	yes_no: "approval",
};
const URGENCIES = ["low", "normal", "high", "critical"] as const;
const URGENCY_SYNONYMS: Readonly<Record<string, (typeof URGENCIES)[number]>> = {
	medium: "normal",
	default: "normal",
	urgent: "high",
	blocker: "critical",
	emergency: "critical",
};
const ON_DEADLINE = ["wait", "default", "skip"] as const;

interface Framing {
	asker: string;
	/** As `readKey` gave it. */
	key: string | undefined;
	now: Date;
}

/** The question that a model means, for the inbox; null when `args.mistakes` says why there is none. */
export function readQuestion(args: Arguments, { asker, key, now }: Framing): NewQuestion | null {
	const options = readOptions(args);
	const schema = args.json("schema");
	const kind = readKind(args, options, schema);
	const words = readWords(args);
	const time = readTime(args, now);
	const fallback = readDefault(args.json("default"), kind, options ?? []);
	if (time.onDeadline === "default" && fallback === undefined) {
		args.mistakes.push('on_deadline "default" needs a default: send as default what you will do if nobody answers.');
	}
	const task = args.words("task_ref");
	const urgency = args.choice("urgency", URGENCIES, URGENCY_SYNONYMS);
	const blocking = args.flag("blocking");
	if (words === null || args.mistakes.length > 0) return null;
	return {
		daemon: asker,
		kind,
		...words,
		...(options && { options }),
		...(schema !== undefined && { schema: schema as NewQuestion["schema"] }),
		...(task && { task: clip(oneLine(task, MAX_ID), MAX_ID) }),
		...(urgency && { urgency }),
		...(blocking !== undefined && { blocking }),
		...(time.deadlineAt && { deadlineAt: time.deadlineAt.toISOString() }),
		onDeadline: time.onDeadline ?? (time.deadlineAt && fallback !== undefined ? "default" : "wait"),
		...(fallback !== undefined && { default: fallback }),
		...(key !== undefined && { key }),
	};
}

/** What is left out, or belongs to another kind, follows from what else was sent. */
function readKind(args: Arguments, options: Option[] | undefined, schema: unknown): Kind {
	const said = args.choice("kind", KINDS, KIND_SYNONYMS);
	const follows: Kind = schema !== undefined ? "form" : options !== undefined ? "choice" : "text";
	if (said === undefined) return follows;
	if (said === "text" && follows !== "text") {
		args.notes.push(
			`Asked as a ${follows} and not as a text, because you sent ${follows === "form" ? "a schema" : "options"}.`,
		);
		return follows;
	}
	if ((said === "choice" || said === "multi") && options === undefined) {
		args.mistakes.push(`A ${said} needs options: send a list of texts, or ask with kind "text".`);
	}
	if (said === "form" && schema === undefined) {
		args.mistakes.push(
			'A form needs a schema: send a JSON schema such as {"type": "object", "properties": {"name": {"type": "string"}}}.',
		);
	}
	return said;
}

/** A question too long for a title is kept whole in the body. */
function readWords(args: Arguments): { title: string; body?: string } | null {
	const question = args.words("question");
	const context = args.markdown("context_md");
	if (question === undefined) {
		args.mistakes.push("There is no question: send it as question, one or two sentences of text.");
		return null;
	}
	const line = question.replaceAll(/\s+/g, " ");
	const fits = line.length <= (question.includes("\n") ? SHORT_TITLE : MAX_TITLE);
	const title = fits ? line : oneLine(question, SHORT_TITLE);
	const body = fits ? context : [args.markdown("question"), context].filter(Boolean).join("\n\n");
	if (!fits) args.notes.push("The question is long: its beginning is the title, and all of it stands in the context.");
	if (!body) return { title };
	if (body.length > MAX_CONTEXT) {
		args.notes.push(`context_md was longer than ${MAX_CONTEXT} characters: its middle was left out.`);
	}
	return { title, body: capText(body, MAX_CONTEXT) };
}

function readTime(args: Arguments, now: Date): { deadlineAt?: Date; onDeadline?: NewQuestion["onDeadline"] } {
	const onDeadline = args.choice("on_deadline", ON_DEADLINE) ?? undefined;
	const text = args.words("deadline_at");
	if (text === undefined) {
		if (onDeadline === "default" || onDeadline === "skip") {
			args.mistakes.push(
				`on_deadline "${onDeadline}" needs a deadline_at: send one such as "2h", or leave on_deadline out.`,
			);
		}
		return { ...(onDeadline && { onDeadline }) };
	}
	const moment = readMoment("deadline_at", text, now);
	if ("at" in moment) return { deadlineAt: moment.at, ...(onDeadline && { onDeadline }) };
	args.mistakes.push(moment.mistake);
	return { ...(onDeadline && { onDeadline }) };
}

/** The key under which the inbox knows the question. One that is too long is replaced by its hash: two may begin alike. */
export function readKey(args: Arguments): string | undefined {
	const key = args.exact("dedupe_key");
	if (key === undefined) return undefined;
	const text = wellFormed(key);
	return text.length <= MAX_KEY ? text : `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
