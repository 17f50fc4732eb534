"use client";

import { ListFilter } from "lucide-react";
import { useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { SearchField } from "../../_ui/search-field.tsx";
import { useSearch } from "../../_ui/use-search.ts";
import { FilterFields } from "./filter-fields.tsx";
import { isFiltered, NO_FILTER } from "./place.ts";
import type { Placing } from "./use-place.ts";

/** Finds questions by their words, and narrows the list. */
export function ListTools({ placing }: { placing: Placing }) {
	const { place, go } = placing;
	const [text, setText] = useSearch(placing);
	const narrowed = isFiltered({ ...place, search: "" });
	const [open, setOpen] = useState(narrowed);
	return (
		<div className="grid flex-none grid-cols-[minmax(0,1fr)] gap-2 border-b border-line px-3 py-2.5">
			<div className="flex gap-2">
				<SearchField
					text={text}
					onText={setText}
					label="Search questions"
					placeholder="Words, task or ticket"
					keyLabel="Search"
					group="Inbox"
					className="flex-1"
				/>
				<Button aria-expanded={open} onClick={() => setOpen(!open)}>
					<ListFilter aria-hidden="true" size={14} /> {narrowed ? "Filtered" : "Filter"}
				</Button>
			</div>
			{open && <FilterFields placing={placing} />}
			{narrowed && (
				<Button
					size="small"
					look="quiet"
					className="justify-self-start"
					onClick={() => go({ ...NO_FILTER, search: place.search }, "replace")}
				>
					Show all again
				</Button>
			)}
		</div>
	);
}
