import { Check, CheckCheck, Clock, X } from "lucide-react";
import type { Command } from "../../../server/contract/question.ts";
import { classNames } from "../../_ui/class-names.ts";
import { ClockTime } from "../../_ui/time.tsx";

const STEPS = {
	accepted: { word: "Accepted", icon: Clock, tone: "text-ink-2" },
	seen: { word: "Seen", icon: Check, tone: "text-ink-2" },
	done: { word: "Done", icon: CheckCheck, tone: "text-ok" },
	declined: { word: "Declined", icon: X, tone: "text-bad" },
} as const;
const WHEN = { now: "at once", checkpoint: "at the next checkpoint", "after-task": "after its task" } as const;

/** How far a message to the daemon has got: accepted, seen, done or declined. What it replied follows in the conversation. */
export function Receipt({ command: { status, when, createdAt, seenAt, finishedAt } }: { command: Command }) {
	const { word, icon: Icon, tone } = STEPS[status];
	return (
		<p data-live className={classNames("flex items-center gap-1.5 text-small", tone)}>
			<Icon aria-hidden="true" size={13} className="flex-none" />
			<span className="font-semibold">{word}</span>
			<ClockTime at={finishedAt ?? seenAt ?? createdAt} className="text-ink-3" />
			{status === "accepted" && <span className="text-ink-3">· it looks {WHEN[when]}</span>}
		</p>
	);
}
