"use client";

import { useKeys } from "../../_keys/use-keys.ts";
import { neighbour } from "./neighbours.ts";
import type { Place } from "./place.ts";
import type { Pages } from "./use-pages.ts";
import { ticketNow } from "./use-place.ts";

interface Options {
	list: Pages;
	open: string | null;
	place: Place;
	show: (ticket: string | null, how?: "push" | "replace") => void;
	/** Focuses a line of the list, or the heading of the open question. */
	focusItem: (ticket: string | null) => void;
	focusTitle: (ticket: string | null) => void;
	undo: () => unknown;
	/** These return false when there is nothing to do. */
	snooze: () => unknown;
	select: () => unknown;
	clear: () => unknown;
}

/** The keys of the list; those that answer belong to the open question. */
export function useInboxKeys(options: Options): void {
	const { list, open, place, show, focusItem, focusTitle } = options;
	const move = (step: 1 | -1) => {
		// Keys in quick succession come before the page has followed the first of them.
		const from = ticketNow() ?? open;
		const ticket = neighbour(list.questions, from, step);
		if (ticket === null) return false;
		if (ticket === from && step === 1) list.more?.();
		show(ticket, place.ticket === null ? "push" : "replace");
		focusItem(ticket);
	};
	const leave = () => {
		const active = document.activeElement;
		if (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement) {
			if (active.matches("[inputmode=search]") || place.ticket === null) active.blur();
			return focusTitle(place.ticket);
		}
		if (options.clear() !== false) return;
		if (place.ticket !== null) show(null);
		focusItem(open);
	};

	useKeys([
		{ keys: "j", label: "Next question", group: "Inbox", run: () => move(1) },
		{ keys: "k", label: "Previous question", group: "Inbox", run: () => move(-1) },
		{
			keys: "enter, o",
			label: "Open the question",
			group: "Inbox",
			run: () => {
				if (open === null) return false;
				if (place.ticket !== open) show(open);
				focusTitle(open);
			},
		},
		{ keys: "h", label: "Snooze", group: "Inbox", once: true, run: options.snooze },
		{ keys: "u", label: "Undo what was done last", group: "Inbox", once: true, run: options.undo },
		{ keys: "x", label: "Select, to answer several at once", group: "Inbox", once: true, run: options.select },
		{
			keys: "escape",
			label: "Leave the text field, then the selection, then go back to the list",
			group: "Inbox",
			inFields: true,
			run: leave,
		},
	]);
}
