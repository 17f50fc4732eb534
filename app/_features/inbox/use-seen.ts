"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { isWhole, seenTo } from "./seen.ts";
import { inSight, scrollerOf, unfoldFirst } from "./sight.ts";

/** So long must the whole have been in sight: a key pressed twice does not approve what came in between. In milliseconds. */
const DWELL_MS = 300;

export interface Evidence {
	/** All of it has been on screen. */
	seen: boolean;
	/** Whether that is so, and it is on the page that is shown at this moment. */
	isSeen: () => boolean;
	/** Brings what was not seen yet on screen. False when the question itself is out of sight, as on a phone's list. */
	reveal: () => boolean;
}

/** Follows which part of `element` has been on screen: what is approved with a key must have been seen, all of it. */
export function useSeen(element: RefObject<HTMLElement | null>): Evidence {
	const [seen, setSeen] = useState(false);
	const reached = useRef(0);
	/** How far each box that scrolls for itself was scrolled. */
	const inner = useRef(new WeakMap<Element, number>());
	const done = useRef(false);

	const measure = useCallback((): boolean => {
		const target = element.current;
		if (!target) return false;
		const visible = inSight(target);
		reached.current = seenTo(reached.current, visible);
		for (const box of boxesOf(target)) {
			if (!isInSight(box)) continue;
			const to = seenTo(inner.current.get(box) ?? 0, { top: box.scrollTop, bottom: box.scrollTop + box.clientHeight });
			inner.current.set(box, to);
		}
		return missing(target, reached.current, inner.current) === null;
	}, [element]);

	useEffect(() => {
		const target = element.current;
		if (!target) return;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const check = () => {
			const whole = measure();
			if (!whole) {
				clearTimeout(timer);
				timer = undefined;
				if (done.current) setSeen(false);
				done.current = false;
			} else if (!done.current) {
				timer ??= setTimeout(() => {
					done.current = true;
					setSeen(true);
				}, DWELL_MS);
			}
		};
		const resized = new ResizeObserver(check);
		resized.observe(target);
		const changed = new MutationObserver(check);
		changed.observe(target, { childList: true, subtree: true, attributes: true, attributeFilter: ["open"] });
		document.addEventListener("scroll", check, { capture: true, passive: true });
		window.addEventListener("resize", check);
		check();
		return () => {
			clearTimeout(timer);
			resized.disconnect();
			changed.disconnect();
			document.removeEventListener("scroll", check, { capture: true });
			window.removeEventListener("resize", check);
		};
	}, [element, measure]);

	const isSeen = useCallback(() => done.current && isShown(element.current), [element]);
	const reveal = useCallback(() => {
		const target = element.current;
		if (!target || !isShown(target)) return false;
		measure();
		const where = missing(target, reached.current, inner.current);
		if (where === "folded") unfoldFirst(target);
		else if (where instanceof HTMLElement) {
			where.scrollIntoView({ block: "nearest" });
			where.scrollTo({ top: inner.current.get(where) ?? 0 });
		} else if (where === "below") {
			const scroller = scrollerOf(target);
			scroller.by(target.getBoundingClientRect().top + reached.current - scroller.top());
		}
		return true;
	}, [element, measure]);
	return { seen, isSeen, reveal };
}

/** What of it was not seen yet: a part below, a box that scrolls, something folded, or it is still being fetched, or could not be. */
function missing(target: HTMLElement, reached: number, inner: WeakMap<Element, number>) {
	if (target.querySelector("[data-loading], [data-unseen]")) return "loading";
	if (!isWhole(reached, target.offsetHeight)) return "below";
	const box = boxesOf(target).find((one) => !isWhole(inner.get(one) ?? 0, one.scrollHeight));
	if (box) return box;
	return target.querySelector("details:not([open])") ? "folded" : null;
}

/** Long plain texts scroll in a box of their own. */
function boxesOf(target: HTMLElement): HTMLElement[] {
	return [...target.querySelectorAll<HTMLElement>("section[tabindex]")].filter(
		({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1,
	);
}

function isInSight(box: HTMLElement): boolean {
	const { top, bottom } = inSight(box);
	return bottom > top;
}

function isShown(target: HTMLElement | null): boolean {
	return target?.checkVisibility() ?? false;
}
