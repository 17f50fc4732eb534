"use client";

import { useEffect, useLayoutEffect, useRef } from "react";
import { createStore } from "zustand/vanilla";
import { keysOn } from "./preference.ts";
import { match, SEQUENCE_MS, strokeOf } from "./strokes.ts";

export interface Binding {
	/** `j`, `g i`, `1-9`, `mod+enter`; several with a comma: `enter, o`. */
	keys: string;
	/** What it does, for the dialog. */
	label: string;
	group:
		| "Everywhere"
		| "Inbox"
		| "Chat"
		| "Handover"
		| "Conversations"
		| "Roadmap"
		| "Activity"
		| "Diff"
		| "Logs"
		| "History";
	/** Also while a text field has the focus. Only for keys that type nothing. */
	inFields?: boolean;
	/** Not again while the key is held down: it decides something. */
	once?: boolean;
	/** Returning false says that there was nothing to do, and leaves the key to the browser. */
	run: (digit: number) => unknown;
}

/** All bindings of what is on the page now; the keys dialog lists the same ones that work. */
export const keyStore = createStore<{ bindings: readonly Binding[] }>(() => ({ bindings: [] }));

/**
 * Binds keys while the component is mounted, from the moment it can be seen: an effect after the drawing would let a key pass
 * that comes at once. The newest closures are used, the list itself must keep its order.
 */
export function useKeys(bindings: readonly Binding[]): void {
	const latest = useRef(bindings);
	useLayoutEffect(() => {
		latest.current = bindings;
	});
	useLayoutEffect(() => {
		const own = latest.current.map(
			(binding, index): Binding => ({ ...binding, run: (digit) => latest.current[index]?.run(digit) }),
		);
		keyStore.setState((state) => ({ bindings: [...state.bindings, ...own] }));
		return () => keyStore.setState((state) => ({ bindings: state.bindings.filter((one) => !own.includes(one)) }));
	}, []);
}

/** Listens to the keyboard, once for the whole page. */
export function useKeyListener(): void {
	useEffect(() => {
		let prefix: string | null = null;
		let prefixAt = 0;
		function onKeyDown(event: KeyboardEvent): void {
			if (event.defaultPrevented || event.isComposing || (event.repeat && event.key === "Enter")) return;
			// A modal dialog has the keyboard to itself.
			if (document.querySelector("dialog[open]")) return;
			const stroke = strokeOf(event);
			if (!stroke) return;
			const inField = isTextField(event.target);
			const usable = keyStore.getState().bindings.filter((one) => (inField ? one.inFields : keysOn() || one.inFields));
			const found = match(usable, event.timeStamp - prefixAt < SEQUENCE_MS ? prefix : null, stroke);
			prefix = found.prefix;
			prefixAt = event.timeStamp;
			if (!found.binding) return;
			// Enter on a link or a button is that link's or button's own.
			if (stroke === "enter" && isControl(event.target)) return;
			if (event.repeat && found.binding.once) return;
			if (found.binding.run(found.digit ?? 0) !== false) event.preventDefault();
		}
		document.addEventListener("keydown", onKeyDown);
		return () => document.removeEventListener("keydown", onKeyDown);
	}, []);
}

const NOT_TYPED_INTO = new Set(["button", "checkbox", "radio", "range", "reset", "submit", "color", "file", "image"]);

function isTextField(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.has(target.type);
	return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

function isControl(target: EventTarget | null): boolean {
	return target instanceof Element && target.closest("a[href], button, summary, input") !== null;
}
