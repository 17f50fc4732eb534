import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

interface Props {
	/** What is chosen, for those who do not see it. */
	label: string;
	value: string;
	onValue: (value: string) => void;
	/** How wide it may be. */
	className: string;
	/** The options. */
	children: ReactNode;
}

/** What a page is about, chosen in its row of tools. */
export function ToolSelect({ label, value, onValue, className, children }: Props) {
	return (
		<select
			aria-label={label}
			value={value}
			onChange={(event) => onValue(event.target.value)}
			className={classNames(
				"h-7.5 rounded-md border border-control-line bg-panel px-2 font-semibold text-ink pointer-coarse:h-11",
				className,
			)}
		>
			{children}
		</select>
	);
}
