import { TriangleAlert } from "lucide-react";
import type { RoadmapView } from "../../../server/contract/work.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { count } from "../../_words/quantity.ts";

/** What is odd about the document as a whole. One thing is said at once; of several, how many there are. */
export function FileWarnings({ warnings }: Pick<RoadmapView, "warnings">) {
	const [first, ...others] = warnings;
	if (first === undefined) return null;
	const icon = (
		<TriangleAlert aria-hidden="true" size={14} strokeWidth={1.75} className="mt-0.75 flex-none text-warn" />
	);
	if (others.length === 0) {
		return (
			<p className="flex flex-none gap-2 border-b border-line bg-warn-soft px-4 py-2 desk:px-6">
				{icon}
				<span className="min-w-0 break-words">
					<SafeText text={first} />
				</span>
			</p>
		);
	}
	return (
		<details className="group flex-none border-b border-line bg-warn-soft">
			<summary className="flex gap-2 px-4 py-2 desk:px-6">
				{icon}
				<span>
					{count(warnings.length, "thing")} in the file could not be read as perhaps meant
					<span aria-hidden="true" className="ml-1.5 inline-block text-ink-2 transition-transform group-open:rotate-90">
						›
					</span>
				</span>
			</summary>
			<ul
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must scroll by keyboard too
				tabIndex={0}
				aria-label="What is unclear in the file"
				className="grid max-h-48 list-disc gap-1 overflow-y-auto pr-4 pb-2.5 pl-10 desk:pl-12"
			>
				{warnings.map((warning, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew from the file each time
					<li key={index} className="break-words">
						<SafeText text={warning} />
					</li>
				))}
			</ul>
		</details>
	);
}
