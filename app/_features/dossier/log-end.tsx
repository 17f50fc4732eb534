"use client";

import { useLayoutEffect, useRef } from "react";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { count } from "../../_words/quantity.ts";

/** The end of the log, scrolled to its last line. */
export function LogEnd({ lines }: { lines: readonly string[] }) {
	const place = useRef<HTMLElement>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: other lines have another end
	useLayoutEffect(() => {
		const element = place.current;
		if (element) element.scrollTop = element.scrollHeight;
	}, [lines]);
	return (
		<Panel labelledBy="log-end">
			<PanelHead id="log-end" title="The end of its log">
				<span className="ml-auto text-small text-ink-2">{count(lines.length, "line")}</span>
			</PanelHead>
			{lines.length === 0 ? (
				<EmptyState title="The log is empty">It wrote nothing.</EmptyState>
			) : (
				<section
					ref={place}
					// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is to be scrolled by keyboard too
					tabIndex={0}
					aria-label="Log lines"
					className="max-h-[60dvh] overflow-auto px-4 py-3 -outline-offset-2"
				>
					<ol className="font-mono text-small">
						{lines.map((line, index) => (
							// Lines have no identity but their place.
							// biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
							<li key={index} className="min-h-4.5 whitespace-pre-wrap wrap-anywhere">
								<SafeText text={line} />
							</li>
						))}
					</ol>
				</section>
			)}
		</Panel>
	);
}
