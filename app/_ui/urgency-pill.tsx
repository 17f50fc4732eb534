import type { Question } from "../../server/contract/question.ts";
import { Pill } from "./state-badge.tsx";

/** Says that a question presses; nothing of one that does not. */
export function UrgencyPill({ urgency }: { urgency: Question["urgency"] }) {
	if (urgency === "critical") return <Pill tone="bad">Critical</Pill>;
	return urgency === "high" ? <Pill tone="warn">Urgent</Pill> : null;
}
