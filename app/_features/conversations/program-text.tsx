import { textChunks } from "../../_ui/markdown/text-chunks.ts";
import { VisibleText } from "../../_ui/safe-text.tsx";
import { LineText } from "../logs/log-row.tsx";

/** About as many pieces of the whole text get an element of their own. */
const MAX_PIECES = 2_000;
/** A part with more changes of colour than this is shown without them. */
const MAX_COLOURS = 200;
/** Of a line in pixels, for parts that are not laid out yet. */
const LINE_HEIGHT = 18;

/** What goes into a program or comes out of it, of any length: wrapped, in its own colours, in a frame that scrolls. */
export function ProgramText({ label, text }: { label: string; text: string }) {
	const chunks = textChunks(text.replaceAll("\r\n", "\n"));
	const room = Math.ceil(MAX_PIECES / chunks.length);
	return (
		<section
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard too
			tabIndex={0}
			className="max-h-96 min-w-0 overflow-y-auto rounded-md border border-line bg-raise px-2.5 py-2"
		>
			<pre className="font-mono text-small leading-4.5 wrap-anywhere whitespace-pre-wrap">
				{chunks.map((chunk) => (
					<div
						key={chunk.at}
						className="[content-visibility:auto] [unicode-bidi:plaintext]"
						style={{ containIntrinsicHeight: `auto ${chunk.lines * LINE_HEIGHT}px` }}
					>
						{chunk.text.split("\u001B", MAX_COLOURS + 1).length <= MAX_COLOURS ? (
							<LineText text={chunk.text} />
						) : (
							<VisibleText text={chunk.text} room={room} />
						)}
					</div>
				))}
			</pre>
		</section>
	);
}
