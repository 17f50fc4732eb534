"use client";

import { useId } from "react";
import { VisibleText } from "../safe-text.tsx";
import { textChunks } from "./text-chunks.ts";

/** About as many pieces of the whole text get an element of their own, for marks of hidden characters. */
const MAX_PIECES = 2_000;
/** Of a line in pixels, for parts that are not laid out yet. */
const LINE_HEIGHT = 18;

interface Props {
	text: string;
	/** Why it is not shown as Markdown, as the end of a sentence. */
	why: string;
}

/** A text as it was sent, whole and wrapped, in a box that scrolls: a million characters are no burden. */
export function PlainBody({ text, why }: Props) {
	const id = useId();
	const lines = text.replaceAll("\r\n", "\n");
	const chunks = textChunks(lines);
	const room = Math.ceil(MAX_PIECES / chunks.length);
	return (
		<div className="grid gap-1.5">
			<p id={id} className="text-small text-ink-2">
				Shown as plain text, because {why}. {lines.length.toLocaleString("en")} characters; nothing is left out.
			</p>
			<section
				aria-labelledby={id}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard too
				tabIndex={0}
				className="max-h-[60dvh] overflow-y-auto rounded-md border border-line bg-raise px-3.5 py-2.5"
			>
				<pre className="font-mono text-small leading-4.5 wrap-anywhere whitespace-pre-wrap">
					{chunks.map((chunk) => (
						<div
							key={chunk.at}
							className="[content-visibility:auto] [unicode-bidi:plaintext]"
							style={{ containIntrinsicHeight: `auto ${chunk.lines * LINE_HEIGHT}px` }}
						>
							<VisibleText text={chunk.text} mode="code" room={room} />
							{chunk.isCut && <span className="text-ink-3 select-none"> (the line goes on)</span>}
						</div>
					))}
				</pre>
			</section>
		</div>
	);
}
