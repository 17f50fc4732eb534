import type { Option, Question } from "../contract/question.ts";
import type { Question as Row } from "../db/generated/client.ts";
import { ticketOf } from "./ticket.ts";

/** A row as the contract has it. The columns hold what `askQuestion` checked, so their unions are taken at their word. */
export function toQuestion(row: Row): Question {
	return {
		ticket: ticketOf(row.id),
		daemon: row.daemon,
		kind: row.kind as Question["kind"],
		title: row.title,
		body: row.body,
		options: row.options as unknown as Option[],
		schema: row.schema as Question["schema"],
		task: row.task,
		blocking: row.blocking,
		urgency: row.urgency as Question["urgency"],
		createdAt: row.createdAt.toISOString(),
		deadlineAt: row.deadlineAt?.toISOString() ?? null,
		onDeadline: row.onDeadline as Question["onDeadline"],
		default: row.default as Question["default"],
		status: row.status as Question["status"],
		answer: row.answer as Question["answer"],
		comment: row.comment,
		answeredBy: row.answeredBy as Question["answeredBy"],
		answeredAt: row.answeredAt?.toISOString() ?? null,
		withdrawnReason: row.withdrawnReason,
		firesAt: row.firesAt?.toISOString() ?? null,
		snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
		heldUntil: row.heldUntil?.toISOString() ?? null,
		asked: row.asked,
		undoUntil: row.undoUntil?.toISOString() ?? null,
		deliveredAt: row.deliveredAt?.toISOString() ?? null,
		late: lateOf(row),
		messages: row.messages,
		lastMessageFrom: row.lastMessageFrom as Question["lastMessageFrom"],
		attachments: row.attachments as unknown as Question["attachments"],
		version: row.version,
	};
}

function lateOf({ lateAnswer, lateComment, lateChoice, lateAt }: Row): Question["late"] {
	if (lateChoice === null || lateAt === null) return null;
	const choice = lateChoice as NonNullable<Question["late"]>["choice"];
	return { answer: lateAnswer as Question["answer"], comment: lateComment, choice, at: lateAt.toISOString() };
}
