"use client";

import { type PointerEvent, type RefObject, useRef } from "react";

/** A scroll that comes so soon after a wheel, a touch or a key is the person's, else it is the list's own. */
const OWN_HAND_MS = 400;

interface Told {
	/** The person has scrolled to the end. */
	onEnd: () => void;
	/** Or away from it. */
	onAway: () => void;
}

/**
 * Tells a person's scrolling from that of a list which keeps to its end by itself.
 *
 * @param endPx so near to the end is at it
 * @returns the handlers of what scrolls
 */
export function useOwnHand(frame: RefObject<HTMLElement | null>, endPx: number, { onEnd, onAway }: Told) {
	const hand = useRef(Number.NEGATIVE_INFINITY);
	const touch = () => {
		hand.current = performance.now();
	};
	const onScroll = () => {
		const element = frame.current;
		if (!element || performance.now() - hand.current > OWN_HAND_MS) return;
		const distance = element.scrollHeight - element.clientHeight - element.scrollTop;
		if (distance <= endPx) onEnd();
		else onAway();
	};
	const onPointerMove = (event: PointerEvent) => event.buttons !== 0 && touch();
	return { onScroll, onWheel: touch, onTouchMove: touch, onKeyDown: touch, onPointerMove };
}
