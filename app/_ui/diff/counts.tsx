import type { ShownFile } from "./shown-file.ts";

/** `+12 −3`, in words for those who do not see the colours. */
export function Counts({ added, removed }: Pick<ShownFile, "added" | "removed">) {
	if (added === null || removed === null) return <span className="text-small text-ink-2">not counted</span>;
	return (
		<span className="text-small whitespace-nowrap">
			<span className="text-ok">
				<span aria-hidden="true">+{added}</span>
				<span className="sr-only">{added} added,</span>
			</span>{" "}
			<span className="text-bad">
				<span aria-hidden="true">−{removed}</span>
				<span className="sr-only">{removed} removed</span>
			</span>
		</span>
	);
}
