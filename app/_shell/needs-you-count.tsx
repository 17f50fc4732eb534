"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { visibleText } from "../../server/contract/visible-text.ts";
import { useLiveState } from "../_live/store.ts";
import { announce } from "../_ui/announcer.tsx";
import { faviconHref } from "./favicon.ts";
import { activeItem } from "./nav-items.ts";

/** The title and the icon of the tab carry the count of what needs the person. */
export function TabCount() {
	const count = useLiveState((state) => state.pendingCount, 0);
	const page = activeItem(usePathname());
	const name = page && page.href !== "/" ? `${page.label} · Nightshift` : "Nightshift";
	return (
		<>
			<title>{count > 0 ? `(${count}) ${name}` : name}</title>
			<link rel="icon" type="image/svg+xml" href={faviconHref(count)} />
		</>
	);
}

/** Says a new question aloud, once, as it comes; not those that were there when the page was opened. */
export function NewQuestionAnnouncer() {
	const newest = useLiveState((state) => state.pending.at(-1) ?? null, null);
	const ready = useLiveState(() => true, false);
	const known = useRef<number | null>(null);
	const number = newest ? Number(newest.ticket.slice(2)) : 0;
	const title = newest?.title ?? "";
	useEffect(() => {
		if (!ready) return;
		if (known.current !== null && number > known.current) announce(`New question: ${visibleText(title)}`);
		known.current = Math.max(known.current ?? 0, number);
	}, [ready, number, title]);
	return null;
}
