import { useSyncExternalStore } from "react";

/** One clock for the whole page, ticking only while something on it shows a time. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
	timer = setTimeout(tick, 1_000 - (Date.now() % 1_000));
	for (const listener of listeners) listener();
}

/** Calls `listener` on every full second until the returned function is called. */
export function onTick(listener: () => void): () => void {
	listeners.add(listener);
	timer ??= setTimeout(tick, 1_000 - (Date.now() % 1_000));
	return () => {
		listeners.delete(listener);
		if (listeners.size > 0) return;
		clearTimeout(timer);
		timer = undefined;
	};
}

/**
 * What `words` makes of the present moment (unix milliseconds). The component renders again only when the words
 * change, not with each tick. Empty on the server, which does not know the reader's clock.
 */
export function useTimeWords(words: (now: number) => string): string {
	return useSyncExternalStore(
		onTick,
		() => words(Date.now()),
		() => "",
	);
}
