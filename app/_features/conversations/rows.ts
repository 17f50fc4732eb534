import type { ListedTurn } from "../../../server/contract/conversations.ts";

/** A turn, or a stretch of a subagent's, with what stands above it. */
export type Row = {
	/** Its own, and the same as more is read around it. */
	key: string;
	/** The first of its day, as far as is known. */
	day: string | null;
	/** Whoever spoke did not speak right before, too. */
	first: boolean;
} & (
	| { kind: "turn"; turn: ListedTurn }
	/** `turns` of a subagent in a row, folded or as a heading of those that follow. */
	| { kind: "fold"; turns: readonly ListedTurn[]; open: boolean }
);

/**
 * The rows of a stretch of a conversation, by days in the person's own time zone. What subagents did is one row, unless it
 * was opened.
 * @param isOpen whether the stretch that a turn is in was opened
 */
export function rowsOf(turns: readonly ListedTurn[], isOpen: (turn: ListedTurn) => boolean): Row[] {
	const rows: Row[] = [];
	let day = "";
	let speaker = "";
	const above = (turn: ListedTurn) => {
		const own = new Date(turn.at).toDateString();
		const isNewDay = own !== day;
		day = own;
		const isFirst = isNewDay || speaker !== speakerOf(turn);
		speaker = speakerOf(turn);
		return { day: isNewDay ? turn.at : null, first: isFirst };
	};
	for (let at = 0; at < turns.length; ) {
		const turn = turns[at] as ListedTurn;
		const stretch = turn.sidechain ? stretchFrom(turns, at) : [];
		if (stretch.length > 0) {
			const open = stretch.some(isOpen);
			const last = stretch.at(-1) ?? turn;
			rows.push({ key: `fold-${last.id}`, kind: "fold", turns: stretch, open, ...above(turn) });
			// Below its heading whoever speaks is named anew.
			speaker = "";
			if (open) for (const one of stretch) rows.push({ key: `${one.id}`, kind: "turn", turn: one, ...above(one) });
		} else {
			rows.push({ key: `${turn.id}`, kind: "turn", turn, ...above(turn) });
		}
		at += Math.max(1, stretch.length);
	}
	return rows;
}

function stretchFrom(turns: readonly ListedTurn[], from: number): ListedTurn[] {
	const rest = turns.slice(from);
	const end = rest.findIndex(({ sidechain }) => !sidechain);
	return end === -1 ? rest : rest.slice(0, end);
}

function speakerOf({ role, sidechain }: ListedTurn): string {
	return `${role === "tool" ? "assistant" : role}${sidechain ? " of a subagent" : ""}`;
}
