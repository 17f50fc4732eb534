"use client";

import { type RefObject, useEffect, useState } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import type { Placing } from "../../_navigation/use-placing.ts";
import { conversationKey, type Entry, neighbour, turnKey } from "./entries.ts";
import { type Place, placeOf } from "./place.ts";

/** Where the focus goes when a conversation is opened. */
export const READING = "[data-reading]";

interface Options {
	entries: readonly Entry[];
	more: (() => void) | null;
	placing: Placing<Place>;
	frame: RefObject<HTMLElement | null>;
	/** The list is out of sight while something is open. */
	narrow: boolean;
	/** Focuses a line of the list. */
	onWanted: (key: string | null) => void;
}

/** The place that leads to an entry. */
export function placeOfEntry(entry: Entry): Partial<Place> {
	const place = { day: null };
	if (entry.kind === "conversation") return { ...place, id: entry.conversation.id, at: null };
	return { ...place, id: entry.turn.conversationId, at: entry.turn.id };
}

/** The keys of the list, and the way into what is open and back. */
export function useConversationKeys({ entries, more, placing: { go }, frame, narrow, onWanted }: Options): void {
	const [entering, setEntering] = useState(false);
	// After each drawing: what was opened is only there then.
	useEffect(() => {
		if (!entering) return;
		const reading = frame.current?.querySelector<HTMLElement>(READING);
		if (!reading) return;
		reading.focus();
		setEntering(false);
	});
	const keyNow = () => {
		const { id, at, search } = placeNow();
		if (at !== null && search.trim() !== "") return turnKey(at);
		return id === null ? null : conversationKey(id);
	};
	const move = (step: 1 | -1) => {
		// Keys in quick succession come before the page has followed the first of them.
		const from = keyNow();
		const to = neighbour(entries, from, step);
		if (!to) return false;
		if (to.key === from && step === 1) more?.();
		go(placeOfEntry(to), from === null ? "push" : "replace");
		onWanted(to.key);
	};
	useKeys([
		{ keys: "j", label: "Next in the list", group: "Conversations", run: () => move(1) },
		{ keys: "k", label: "Previous in the list", group: "Conversations", run: () => move(-1) },
		{
			keys: "enter, o",
			label: "Read the conversation",
			group: "Conversations",
			run: () => {
				const { id, day } = placeNow();
				if (id === null && day === null && move(1) === false) return false;
				setEntering(true);
			},
		},
		{
			keys: "escape",
			label: "Leave the text field, then go back to the list",
			group: "Conversations",
			inFields: true,
			run: () => {
				const active = document.activeElement;
				if (active instanceof HTMLInputElement || active instanceof HTMLSelectElement) return active.blur();
				const from = keyNow();
				const { id, day } = placeNow();
				const isReading = !narrow && active instanceof Element && active.closest(READING) !== null;
				if (!isReading && (id !== null || day !== null)) go({ id: null, at: null, day: null, within: false });
				if (from === null && day === null) return false;
				onWanted(from);
			},
		},
	]);
}

function placeNow(): Place {
	return placeOf(new URLSearchParams(window.location.search));
}
