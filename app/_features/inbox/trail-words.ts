import type { Question, QuestionEvent } from "../../../server/contract/question.ts";

export const EVENT_WORDS: Record<QuestionEvent["kind"], string> = {
	asked: "Asked",
	"asked-again": "Asked again",
	answered: "Answered",
	amended: "Answer changed",
	undone: "Answer taken back",
	defaulted: "Decided at its deadline",
	withdrawn: "Withdrawn",
	snoozed: "Put off",
	woken: "Came back",
	delivered: "Answer handed over",
	late: "Answered late",
};

/** Who did it, where that is not said already: `by you`, `by a rule`. */
export function byWords({ daemon }: Question, { kind, by }: QuestionEvent): string {
	if (kind === "asked" || kind === "defaulted") return "";
	if (kind === "delivered") return `to ${daemon ?? "the script"}`;
	if (kind === "woken" && by !== "human") return "";
	return { human: "by you", asker: `by ${daemon ?? "the script"}`, default: "by default", policy: "by a rule" }[by];
}
