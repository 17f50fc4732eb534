import type { Page } from "@playwright/test";

/** Turns the rest of its line around wherever it is shown as it is. */
export const TURN = "\u202E";

/** Where the page shows that character, or says it, as it came from outside: texts and every attribute. */
export function rawTurns(page: Page): Promise<string[]> {
	return page.evaluate((turn) => {
		const found: string[] = [];
		const nameOf = (element: Element | null) => `${element?.tagName} in ${element?.closest("[id]")?.id}`;
		const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) {
			const { nodeValue, parentElement } = texts.currentNode;
			if (nodeValue?.includes(turn)) found.push(`text of ${nameOf(parentElement)}: ${nodeValue.slice(0, 80)}`);
		}
		for (const element of document.querySelectorAll("*")) {
			for (const { name, value } of element.attributes) {
				// What a form sends is not shown; an address is shown by the browser, which escapes it.
				if (name !== "value" && name !== "href" && value.includes(turn))
					found.push(`${name} of ${nameOf(element)}: ${value.slice(0, 80)}`);
			}
		}
		return found;
	}, TURN);
}
