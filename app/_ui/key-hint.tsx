import { classNames } from "./class-names.ts";

/** A key to press. Hidden where there is no keyboard to press it on. */
export function KeyHint({ keys, inherit = false }: { keys: string; inherit?: boolean }) {
	return (
		<kbd
			className={classNames(
				"inline-block rounded-sm border border-b-2 px-1.25 font-mono text-label whitespace-nowrap max-desk:hidden pointer-coarse:hidden",
				inherit ? "border-current bg-transparent text-inherit" : "border-line-strong bg-raise text-ink-2",
			)}
		>
			{keys}
		</kbd>
	);
}
