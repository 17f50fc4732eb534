import { Fragment } from "react";
import { visiblePieces } from "../../server/contract/visible-text.ts";

/**
 * Text from outside, kept to itself: it cannot reorder what stands beside it, and characters that would hide are shown
 * by their number.
 */
export function SafeText({ text, mode = "prose" }: { text: string; mode?: "prose" | "code" }) {
	return (
		<bdi>
			{visiblePieces(text, mode).map((piece, index) =>
				piece.hidden ? (
					// Pieces have no identity but their place.
					// biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew from the text each time
					<HiddenCharacter key={index} name={piece.hidden} />
				) : (
					// biome-ignore lint/suspicious/noArrayIndexKey: as above
					<Fragment key={index}>{piece.text}</Fragment>
				),
			)}
		</bdi>
	);
}

function HiddenCharacter({ name }: { name: string }) {
	return (
		<mark
			title="An invisible character stands here"
			className="mx-px rounded-sm bg-warn-soft px-0.5 font-mono text-label text-warn"
		>
			{name}
		</mark>
	);
}
