import type { ReactNode } from "react";
import { classNames } from "../_ui/class-names.ts";

export type StripTone = "warn" | "bad";

interface Props {
	tone: StripTone;
	icon: ReactNode;
	children: ReactNode;
}

/** A notice over the width of the page. Of inline elements, so that it may be a summary too. */
export function Strip({ tone, icon, children }: Props) {
	return (
		<span
			className={classNames(
				"grid grid-cols-[16px_minmax(0,1fr)] gap-2.5 border-b border-line px-4 py-2.5 desk:px-6",
				tone === "bad" ? "bg-bad-soft" : "bg-warn-soft",
			)}
		>
			<span className={classNames("mt-0.5", tone === "bad" ? "text-bad" : "text-warn")}>{icon}</span>
			<span>{children}</span>
		</span>
	);
}
