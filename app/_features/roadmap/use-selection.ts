"use client";

import { useCallback, useState } from "react";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { findItem } from "./arrange.ts";
import type { Placing } from "./use-place.ts";

export interface Selection {
	/** What the keys act on: the open item, else the one that was gone to last. */
	selected: RoadmapEntry | null;
	/** The open item; null when none is, or the address names one that is not there. */
	open: RoadmapEntry | null;
	/** The entry that is to get the focus. */
	wanted: string | null;
	onFocused: () => void;
	/** Goes to an entry with the keys: an open panel follows. */
	goTo: (ref: string) => void;
	/** It goes by another name by now. */
	renamed: (ref: string) => void;
	close: () => void;
}

/** Which item the person is at. The open one is in the address. */
export function useSelection(items: readonly RoadmapEntry[], { place, go }: Placing): Selection {
	const [last, setLast] = useState<string | null>(null);
	const [wanted, setWanted] = useState<string | null>(null);
	const open = place.item === null ? null : (findItem(items, place.item) ?? null);
	const selected = open ?? (last === null ? null : (findItem(items, last) ?? null));

	const onFocused = useCallback(() => setWanted(null), []);
	const goTo = (ref: string) => {
		setLast(ref);
		setWanted(ref);
		if (place.item !== null) go({ item: ref }, "replace");
	};
	const renamed = (ref: string) => {
		setLast(ref);
		if (place.item !== null && place.item !== ref) go({ item: ref }, "replace");
	};
	const close = () => {
		if (open) {
			setLast(open.ref);
			setWanted(open.ref);
		}
		go({ item: null });
	};
	return { selected, open, wanted, onFocused, goTo, renamed, close };
}
