import { NightshiftError } from "../contract/errors.ts";
import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import { type NewQuestion, newQuestionSchema, type Option, type Question } from "../contract/question.ts";
import { problemWithAnswer } from "./check-answer.ts";
import { readFormSchema } from "./form-schema.ts";
import { inSentence, wellFormed } from "./text.ts";

/** A question with nothing left open, as it goes into the database. */
interface CheckedQuestion
	extends Pick<
		Question,
		| "daemon"
		| "kind"
		| "title"
		| "body"
		| "options"
		| "schema"
		| "task"
		| "blocking"
		| "urgency"
		| "onDeadline"
		| "default"
	> {
	deadlineAt: Date | null;
	/** A key is unique within its scope: the daemon's name, or "" for everybody else. */
	scope: string;
	key: string | null;
}

/** What an approval offers when the asker does not say. */
const APPROVAL_OPTIONS: Option[] = [
	{ id: "approve", label: "Approve" },
	{ id: "reject", label: "Reject" },
];
/** What a review of finished work offers when the asker does not say. */
const REVIEW_OPTIONS: Option[] = [
	{ id: "merge", label: "Merge", description: "Take the work as it is." },
	{ id: "send-back", label: "Send back", description: "Have it changed; say in the comment what." },
	{ id: "keep", label: "Keep for later", description: "Leave the branch as it is and go on." },
];

/**
 * Fills in what may be left out and checks what belongs together.
 * @throws NightshiftError `invalid-question`, with one sentence about the first thing wrong
 */
export function checkQuestion(input: NewQuestion): CheckedQuestion {
	if (isTooDeep(input)) throw invalid(TOO_DEEP);
	const parsed = newQuestionSchema.safeParse(wellFormed(input));
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw invalid(
			`its ${issue?.path.join(".") || "content"} is wrong (${inSentence(issue?.message ?? "not a question")})`,
		);
	}
	const { data } = parsed;
	const question: CheckedQuestion = {
		daemon: data.daemon || null,
		scope: data.daemon || "",
		key: data.key ?? null,
		kind: data.kind,
		title: data.title,
		body: data.body ?? null,
		options: optionsOf(data.kind, data.options ?? []),
		schema: schemaOf(data.kind, data.schema ?? null),
		task: data.task ?? null,
		blocking: data.blocking ?? false,
		urgency: data.urgency ?? "normal",
		deadlineAt: data.deadlineAt ? new Date(data.deadlineAt) : null,
		onDeadline: data.onDeadline ?? "wait",
		default: data.default ?? null,
	};
	checkDeadline(question);
	return question;
}

function optionsOf(kind: Question["kind"], given: Option[]): Option[] {
	if (kind === "text" || kind === "form") {
		if (given.length > 0) throw invalid(`a ${kind} takes no options; ask a choice or a multi for those`);
		return [];
	}
	if (given.length === 0) {
		if (kind === "approval") return APPROVAL_OPTIONS;
		if (kind === "review") return REVIEW_OPTIONS;
		throw invalid(`a ${kind} needs options to choose from`);
	}
	const ids = given.map(({ id }) => id);
	const twice = ids.find((id, index) => ids.indexOf(id) < index);
	if (twice !== undefined) throw invalid(`two of its options have the id ${JSON.stringify(twice)}`);
	return given;
}

function schemaOf(kind: Question["kind"], schema: Question["schema"]): Question["schema"] {
	if (kind !== "form") {
		if (schema !== null) throw invalid(`a ${kind} takes no schema; ask a form for that`);
		return null;
	}
	if (schema === null) throw invalid("a form needs a schema");
	const form = readFormSchema(schema);
	if ("problem" in form) throw invalid(`its schema is not one of a form (${form.problem})`);
	return schema;
}

function checkDeadline(question: CheckedQuestion): void {
	if (question.default !== null) {
		const problem = problemWithAnswer(question, question.default);
		if (problem) throw invalid(`its default is no answer to it (${problem})`);
	}
	if (question.onDeadline === "wait") return;
	if (!question.deadlineAt) throw invalid(`onDeadline "${question.onDeadline}" needs a deadlineAt`);
	if (question.onDeadline === "default" && question.default === null) {
		throw invalid('onDeadline "default" needs a default');
	}
}

function invalid(what: string): NightshiftError {
	return new NightshiftError("invalid-question", `The question was not asked: ${what}.`);
}
