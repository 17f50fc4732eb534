import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** A section with a heading line. `labelledBy` is the id of the heading inside. */
export function Panel({
	labelledBy,
	className,
	children,
}: {
	labelledBy: string;
	className?: string;
	children: ReactNode;
}) {
	return (
		<section
			aria-labelledby={labelledBy}
			className={classNames("min-w-0 rounded-lg border border-line bg-panel", className)}
		>
			{children}
		</section>
	);
}

export function PanelHead({ id, title, children }: { id: string; title: string; children?: ReactNode }) {
	return (
		<div className="flex min-h-12.5 items-center gap-2.5 border-b border-line px-4 py-2">
			<h2 id={id} className="text-[0.8125rem] font-strong whitespace-nowrap">
				{title}
			</h2>
			{children}
		</div>
	);
}

/** What an empty place says: what will be here, and how to get it. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
	return (
		<div className="grid gap-1 px-4 py-5">
			<p className="font-semibold">{title}</p>
			<div className="max-w-[68ch] text-ink-2">{children}</div>
		</div>
	);
}
