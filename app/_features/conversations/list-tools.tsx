"use client";

import { ListFilter } from "lucide-react";
import { useState } from "react";
import type { RecordSources } from "../../../server/contract/conversations.ts";
import type { Placing } from "../../_navigation/use-placing.ts";
import { Button } from "../../_ui/button.tsx";
import { SearchField } from "../../_ui/search-field.tsx";
import { useSearch } from "../../_ui/use-search.ts";
import { FilterFields } from "./filter-fields.tsx";
import { isFiltered, NO_FILTER, type Place } from "./place.ts";

/** Finds what was said, and narrows the list. */
export function ListTools({ placing, sources }: { placing: Placing<Place>; sources: RecordSources | null }) {
	const { place, go } = placing;
	const [text, setText] = useSearch(placing);
	const narrowed = isFiltered(place);
	const [open, setOpen] = useState(narrowed);
	return (
		<div className="grid flex-none grid-cols-[minmax(0,1fr)] gap-2 border-b border-line px-3 py-2.5">
			<div className="flex gap-2">
				<SearchField
					text={text}
					onText={setText}
					label="Search what was said"
					placeholder="Words that were said"
					keyLabel="Search"
					group="Conversations"
					className="flex-1"
				/>
				<Button aria-expanded={open} onClick={() => setOpen(!open)}>
					<ListFilter aria-hidden="true" size={14} /> {narrowed ? "Filtered" : "Filter"}
				</Button>
			</div>
			{place.search.trim() !== "" && place.id !== null && (
				<label className="flex items-center gap-2 text-small text-ink-2">
					<input
						type="checkbox"
						checked={place.within}
						onChange={(event) => go({ within: event.target.checked }, "replace")}
						className="size-3.5 accent-accent"
					/>
					Only in the open conversation
				</label>
			)}
			{open && <FilterFields placing={placing} sources={sources} />}
			{narrowed && (
				<Button size="small" look="quiet" className="justify-self-start" onClick={() => go(NO_FILTER, "replace")}>
					Show all again
				</Button>
			)}
		</div>
	);
}
