import type { Span } from "./seen.ts";

/** The part of an element that is on screen now, in pixels from its top; empty when none is. */
export function inSight(element: HTMLElement): Span {
	const own = element.getBoundingClientRect();
	if (own.height === 0) return { top: 0, bottom: 0 };
	const frame = scrollerOf(element);
	const top = Math.max(own.top, frame.top());
	const bottom = Math.min(own.bottom, frame.bottom());
	return { top: top - own.top, bottom: bottom - own.top };
}

/** What an element is scrolled by, and between which heights of the window it shows it. */
export function scrollerOf(element: HTMLElement) {
	const box = boxAround(element);
	if (box) {
		return {
			top: () => Math.max(0, box.getBoundingClientRect().top, covering(box, "top")?.bottom ?? 0),
			bottom: () =>
				Math.min(
					window.innerHeight,
					box.getBoundingClientRect().bottom,
					covering(box, "bottom")?.top ?? Number.POSITIVE_INFINITY,
				),
			by: (distance: number) => box.scrollBy({ top: distance }),
		};
	}
	return {
		top: () => coveredTo(document.querySelector("header")),
		bottom: () => coveredFrom(document.querySelector('nav[aria-label="Main"]')),
		by: (distance: number) => window.scrollBy({ top: distance }),
	};
}

/** Opens the first part that is folded, and brings it on screen. */
export function unfoldFirst(element: HTMLElement): void {
	const folded = element.querySelector<HTMLDetailsElement>("details:not([open])");
	if (!folded) return;
	folded.querySelector("summary")?.click();
	folded.scrollIntoView({ block: "start" });
}

function boxAround(element: HTMLElement): HTMLElement | null {
	for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
		const { overflowY } = getComputedStyle(box);
		if (overflowY === "auto" || overflowY === "scroll") return box;
	}
	return null;
}

/** What sticks to an edge of a box, over that which scrolls in it. */
function covering(box: HTMLElement, edge: "top" | "bottom"): DOMRect | undefined {
	return box.querySelector(`:scope [data-covers="${edge}"]`)?.getBoundingClientRect();
}

/** The header stays at the top while the page scrolls under it. */
function coveredTo(header: Element | null): number {
	return Math.max(0, header?.getBoundingClientRect().bottom ?? 0);
}

/** On a phone the navigation stands at the bottom, over the page. */
function coveredFrom(navigation: Element | null): number {
	const rect = navigation?.getBoundingClientRect();
	const isAtBottom = rect && rect.top > window.innerHeight / 2 && rect.width > window.innerWidth / 2;
	return isAtBottom ? rect.top : window.innerHeight;
}
