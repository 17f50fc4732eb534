import { SafeText } from "../../_ui/safe-text.tsx";

/** A long text in a frame of its own, scrolled by keyboard too. */
export function Output({ label, text }: { label: string; text: string }) {
	return (
		<section
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a long output must scroll by keyboard too
			tabIndex={0}
			className="max-h-96 overflow-auto rounded-md border border-line bg-raise px-2.5 py-2"
		>
			<pre className="font-mono text-small whitespace-pre-wrap [overflow-wrap:anywhere]">
				<SafeText text={text} />
			</pre>
		</section>
	);
}
