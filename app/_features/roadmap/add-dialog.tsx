"use client";

import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { focusFirst } from "../../_ui/focus-first.ts";
import { EditForm, type Sending } from "./edit-form.tsx";
import { addItem } from "./edits.ts";
import { TextField } from "./text-field.tsx";

/** What has been typed for a new item. It outlives the dialog until the item is there. */
export interface Draft {
	title: string;
	text: string;
	id: string;
	/** After the item that is selected, instead of at the end. */
	here: boolean;
}

export const NO_DRAFT: Draft = { title: "", text: "", id: "", here: false };

interface Props {
	draft: Draft;
	onDraft: (draft: Draft) => void;
	/** The item that it can be put after. */
	selected: RoadmapEntry | null;
	sending: Sending;
}

/** Adds a planned item to the file. */
export function AddForm({ draft, onDraft, selected, sending }: Props) {
	const after = draft.here ? selected : null;
	return (
		<EditForm
			sending={sending}
			label="Add it to the file"
			doing="Writing the file…"
			now="Your item is not in it yet."
			onSubmit={() => draft.title.trim() !== "" && sending.send(addItem({ ...draft, after }))}
		>
			<TextField
				label="Title"
				value={draft.title}
				onChange={(title) => onDraft({ ...draft, title })}
				maxLength={300}
				required
				inputRef={focusFirst}
			/>
			<TextField
				label="Text (optional)"
				description="Markdown. What is to be done, and how one sees that it is."
				value={draft.text}
				onChange={(text) => onDraft({ ...draft, text })}
				maxLength={200_000}
				rows={5}
			/>
			<TextField
				label="Id (optional)"
				description="Such as US-120. Without one it gets the next that is free."
				value={draft.id}
				onChange={(id) => onDraft({ ...draft, id })}
				maxLength={60}
			/>
			{selected && (
				<fieldset className="flex flex-wrap gap-x-5 gap-y-1">
					<legend className="sr-only">Where</legend>
					<Choice label="At the end" checked={!draft.here} onChoose={() => onDraft({ ...draft, here: false })} />
					<Choice
						label={`After ${selected.id}`}
						checked={draft.here}
						onChoose={() => onDraft({ ...draft, here: true })}
					/>
				</fieldset>
			)}
		</EditForm>
	);
}

function Choice({ label, checked, onChoose }: { label: string; checked: boolean; onChoose: () => void }) {
	return (
		<label className="flex items-center gap-2 pointer-coarse:min-h-11">
			<input type="radio" name="where" checked={checked} onChange={onChoose} className="size-3.5 accent-accent" />
			{label}
		</label>
	);
}
