import { useCallback, useState } from "react";
import type { Layout } from "./paths.ts";
import type { Placing } from "./use-place.ts";

const KEY = "nightshift.roadmap-view";

/** List or board: as the address says, else as it was chosen last in this browser. */
export function useLayout({ place, go }: Placing): [layout: Layout, choose: (layout: Layout) => void] {
	const [kept, setKept] = useState(lastChoice);
	const choose = useCallback(
		(layout: Layout) => {
			setKept(layout);
			go({ layout });
			try {
				localStorage.setItem(KEY, layout);
			} catch {
				// Storage is blocked in this browser: the address has it.
			}
		},
		[go],
	);
	return [place.layout ?? kept, choose];
}

function lastChoice(): Layout {
	if (typeof window === "undefined") return "list";
	try {
		return localStorage.getItem(KEY) === "board" ? "board" : "list";
	} catch {
		return "list"; // as above
	}
}
