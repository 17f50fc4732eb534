import { Fragment } from "react";
import { type Piece, visiblePieces } from "../../server/contract/visible-text.ts";

/** Pieces of a text that get an element of their own; a text of more has its hidden characters named in its words. */
const MAX_PIECES = 100;

interface Props {
	text: string;
	/** `code`: a command or a path, where characters without width are shown too. */
	mode?: "prose" | "code";
}

/**
 * Text from outside, kept to itself: it cannot reorder what stands beside it, and characters that would hide are shown
 * by their number.
 */
export function SafeText(props: Props) {
	return (
		<bdi>
			<VisibleText {...props} />
		</bdi>
	);
}

/** The same for a block of its own, which no direction can leave; `room` pieces of it get an element. */
export function VisibleText({ text, mode = "prose", room = MAX_PIECES }: Props & { room?: number }) {
	return visiblePieces(text, mode, room).map((piece, index) => (
		// Pieces have no identity but their place.
		// biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew from the text each time
		<ShownPiece key={index} piece={piece} />
	));
}

function ShownPiece({ piece }: { piece: Piece }) {
	if (piece.hidden === null) return <Fragment>{piece.text}</Fragment>;
	return (
		<mark
			title="An invisible character stands here"
			className="mx-px rounded-sm bg-warn-soft px-0.5 font-mono text-label text-warn"
		>
			{piece.hidden}
		</mark>
	);
}
