import type { RoadmapEntry, RoadmapView } from "../../../server/contract/work.ts";
import { announce } from "../../_ui/announcer.tsx";
import { placeBeyond } from "./arrange.ts";
import type { Asked } from "./dialogs.tsx";
import { type Edit, move, putNext, takeBack, whyNotNext } from "./edits.ts";
import type { Edits } from "./use-edits.ts";

/** What can be done, by button or by key. Some are done at once, others ask first. */
export interface Commands {
	/** Something is being done already. */
	busy: boolean;
	status: (item: RoadmapEntry) => void;
	estimate: (item: RoadmapEntry) => void;
	move: (item: RoadmapEntry) => void;
	/** Sets it aside, after asking why; takes back what is set aside, at once. */
	aside: (item: RoadmapEntry) => void;
	/** Puts it before all others, or back into line. */
	next: (item: RoadmapEntry) => void;
	/** Past its neighbour among those in sight. */
	shift: (item: RoadmapEntry, step: 1 | -1) => void;
	add: () => void;
}

interface Parts {
	view: RoadmapView;
	/** In the order in which they are seen: for the board, those of the item's own column. */
	neighbours: (item: RoadmapEntry) => readonly RoadmapEntry[];
	edits: Edits;
	ask: (asked: Asked) => void;
	/** An item was moved: it stays the one that is selected. */
	onShifted: (ref: string) => void;
}

export function commandsOf({ view, neighbours, edits, ask, onShifted }: Parts): Commands {
	const { version } = view;
	const run = async (edit: Edit) => {
		const outcome = await edits.run(edit);
		if (outcome.ok && outcome.ref !== null) onShifted(outcome.ref);
	};
	return {
		busy: edits.pending !== null,
		status: (item) => ask({ what: "status", item, version }),
		estimate: (item) => ask({ what: "estimate", item, version }),
		move: (item) => ask({ what: "move", item, version }),
		add: () => ask({ what: "add", version }),
		aside: (item) => {
			if (item.aside === null) ask({ what: "aside", item, version });
			else void run(takeBack(item));
		},
		next: (item) => {
			const edit = putNext(item, !item.next);
			const why = item.next ? null : whyNotNext(item);
			if (why === null) void run(edit);
			else edits.refuse(edit, why);
		},
		shift: (item, step) => {
			const edit = shiftBy(step);
			if (edit) void run(edit);
			else announce(`${item.id} is the ${step === 1 ? "last" : "first"} already.`);

			/** Beside an item of its own section, or of its neighbour's, it cannot stand: then past the next one. */
			function shiftBy(steps: number): Edit | undefined {
				const before = placeBeyond(view.items, neighbours(item), item.ref, steps);
				return before === undefined
					? undefined
					: { ...move(view, item, before), otherwise: () => shiftBy(steps + step) };
			}
		},
	};
}
