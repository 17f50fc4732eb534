"use client";

import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

const announcements = createStore<{ text: string; turn: number }>(() => ({ text: "", turn: 0 }));

/** Says a sentence to those who listen to the page instead of looking at it, when they have a moment. */
export function announce(text: string): void {
	announcements.setState(({ turn }) => ({ text, turn: turn + 1 }));
}

/** The page's one polite live region. The same sentence twice is said twice, because its element is a new one. */
export function Announcer() {
	const { text, turn } = useStore(announcements);
	return (
		<div aria-live="polite" className="sr-only">
			<p key={turn}>{text}</p>
		</div>
	);
}
