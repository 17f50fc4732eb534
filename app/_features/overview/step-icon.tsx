import type { ReactNode } from "react";
import type { PlanEntry } from "../../../server/contract/status-file.ts";
import { classNames } from "../../_ui/class-names.ts";

const LOOKS: Record<PlanEntry["status"], { colour: string; shape: ReactNode }> = {
	completed: { colour: "text-ok", shape: <path d="m3 7.5 2.5 2.5L11 4" strokeWidth="1.8" /> },
	in_progress: { colour: "text-accent", shape: <path d="M4 2.5 11 7l-7 4.5z" fill="currentColor" stroke="none" /> },
	waiting: {
		colour: "text-wait",
		shape: (
			<>
				<circle cx="7" cy="7" r="4.5" />
				<path d="M7 4.500V7l1.500 1" />
			</>
		),
	},
	failed: { colour: "text-bad", shape: <path d="m4 4 6 6M10 4l-6 6" strokeWidth="1.8" /> },
	pending: { colour: "text-control-line", shape: <circle cx="7" cy="7" r="4.5" /> },
};

export function StepIcon({ status }: { status: PlanEntry["status"] }) {
	const { colour, shape } = LOOKS[status];
	return (
		<svg
			aria-hidden="true"
			viewBox="0 0 14 14"
			className={classNames("relative top-0.5 size-3.5", colour)}
			fill="none"
			stroke="currentColor"
			strokeWidth="1.5"
		>
			{shape}
		</svg>
	);
}
