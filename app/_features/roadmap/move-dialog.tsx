"use client";

import { useId, useState } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry, RoadmapView } from "../../../server/contract/work.ts";
import { focusFirst } from "../../_ui/focus-first.ts";
import { followerOf } from "./arrange.ts";
import { EditForm, type Sending } from "./edit-form.tsx";
import { move } from "./edits.ts";

const END = "\u0000end";

/** Moves an item, with its whole section, to any place of the file. */
export function MoveForm({ view, item, sending }: { view: RoadmapView; item: RoadmapEntry; sending: Sending }) {
	const id = useId();
	const here = followerOf(view.items, item.ref)?.ref ?? END;
	const [chosen, setChosen] = useState(here);
	const before = view.items.find(({ ref }) => ref === chosen) ?? null;
	const label = before ? `Move it before ${before.id}` : "Move it to the end";
	return (
		<EditForm
			sending={sending}
			label={chosen === here ? "It stands there already" : label}
			doing="Writing the file…"
			now={`${item.id} stands at line ${item.line}.`}
			onSubmit={() => chosen !== here && sending.send(move(view, item, before))}
		>
			<p className="text-ink-2">
				The whole section of {item.id} is moved within the file. The developer takes planned items in the order of the
				file.
			</p>
			<div className="grid gap-1">
				<label htmlFor={id} className="text-small font-semibold">
					Before
				</label>
				<select
					id={id}
					ref={focusFirst}
					value={chosen}
					onChange={(event) => setChosen(event.target.value)}
					className="h-8.5 w-full min-w-0 rounded-md border border-control-line bg-panel px-2 text-ink pointer-coarse:h-11"
				>
					{view.items
						.filter(({ ref }) => ref !== item.ref)
						.map((other) => (
							<option key={other.ref} value={other.ref}>
								{visibleText(`${other.id}: ${other.title}`)}
							</option>
						))}
					<option value={END}>At the end, after all others</option>
				</select>
			</div>
		</EditForm>
	);
}
