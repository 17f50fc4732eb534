import { createHash } from "node:crypto";
import type { Elicit, ElicitAnswer, ElicitRequest } from "../../agents/types.ts";
import type { Question } from "../../contract/question.ts";
import { oneLine } from "../../text/cut.ts";
import { withoutHidden } from "../../text/hidden-characters.ts";
import { codeBlock, inlineCode } from "../../text/markdown.ts";
import { askingOf, elicitAnswer } from "./elicit-form.ts";
import type { KeyedQuestion } from "./fresh-question.ts";
import { aboutItem, type WorkFacts } from "./permission-question.ts";

const MAX_TITLE = 300;

/** An agent's form as a question for the inbox; null for one that cannot be shown. */
export function elicitQuestion({ key, message, schema }: ElicitRequest, facts: WorkFacts): KeyedQuestion | null {
	const asking = askingOf(schema);
	if (!asking) return null;
	const { daemon, item, branch, folder, run } = facts;
	const title = oneLine(withoutHidden(message), MAX_TITLE) || "The agent wants to know something";
	const parts = [aboutItem(facts)];
	// The words are the agent's own, as they are: what its title has cut or put on one line is there in full.
	if (title !== message.trim()) parts.push(codeBlock(message));
	const words = fieldWords(schema);
	if (asking.kind !== "form" && words !== null) parts.push(codeBlock(words));
	parts.push(`On branch ${inlineCode(branch)}, in ${inlineCode(folder)}.`);
	const shown = createHash("sha256").update(JSON.stringify(asking)).digest("hex").slice(0, 8);
	return {
		...asking,
		daemon,
		task: item.id,
		blocking: true,
		onDeadline: "wait",
		title,
		body: parts.join("\n\n"),
		key: `run:${run}:form:${key}-${shown}`,
	};
}

/** What a form's one field says of itself: a plain question has no other place for it. */
function fieldWords(schema: unknown): string | null {
	const properties = (schema as { properties?: Record<string, { title?: unknown; description?: unknown }> }).properties;
	const [field] = Object.values(properties ?? {});
	const words = [field?.title, field?.description].filter((one) => typeof one === "string" && one.trim() !== "");
	return words.length > 0 ? words.join(": ") : null;
}

/** Brings an agent's forms to the person, and the answers back. */
export class ElicitationDesk {
	/** @param ask resolves with the question once it is settled and taken. */
	constructor(
		private readonly ask: (question: KeyedQuestion, signal: AbortSignal) => Promise<Question>,
		private readonly facts: WorkFacts,
	) {}

	readonly elicit: Elicit = async (request, signal): Promise<ElicitAnswer> => {
		const question = elicitQuestion(request, this.facts);
		if (!question) return { action: "cancel" };
		try {
			return elicitAnswer(request, await this.ask(question, signal));
		} catch (error) {
			if (signal.aborted) return { action: "cancel" };
			throw error;
		}
	};
}
