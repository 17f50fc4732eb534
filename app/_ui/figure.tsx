import type { ReactNode } from "react";

/** One figure of several in a `<dl>`: its name, its value, and what it means. */
export function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
	return (
		<div className="min-w-0 px-4 py-3">
			<dt className="text-label text-ink-3">{name}</dt>
			<dd data-live className="text-title font-strong">
				{value}
			</dd>
			<dd className="text-small text-ink-2">{children}</dd>
		</div>
	);
}
