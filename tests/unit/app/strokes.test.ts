import { describe, expect, test } from "vitest";
import { type KeyPress, match, strokeOf } from "../../../app/_keys/strokes.ts";

const press = (key: string, over: Partial<KeyPress> = {}): KeyPress => ({
	key,
	code: "",
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	shiftKey: false,
	...over,
});

describe("a key press", () => {
	test("is named by its character, or by its name in small letters", () => {
		expect(strokeOf(press("j"))).toBe("j");
		expect(strokeOf(press("?", { shiftKey: true }))).toBe("?");
		expect(strokeOf(press("Escape"))).toBe("escape");
		expect(strokeOf(press("Enter"))).toBe("enter");
	});

	test("with Ctrl or ⌘ is only ours for Enter and K", () => {
		expect(strokeOf(press("Enter", { metaKey: true }))).toBe("mod+enter");
		expect(strokeOf(press("Enter", { ctrlKey: true }))).toBe("mod+enter");
		expect(strokeOf(press("k", { metaKey: true }))).toBe("mod+k");
		expect(strokeOf(press("K", { ctrlKey: true }))).toBe("mod+k");
		expect(strokeOf(press("k", { ctrlKey: true, shiftKey: true }))).toBeNull();
		expect(strokeOf(press("j", { ctrlKey: true }))).toBeNull();
		expect(strokeOf(press("j", { altKey: true }))).toBeNull();
		expect(strokeOf(press("Enter", { shiftKey: true }))).toBeNull();
	});

	test("with Alt is only ours for up and down", () => {
		expect(strokeOf(press("ArrowUp", { altKey: true }))).toBe("alt+arrowup");
		expect(strokeOf(press("ArrowDown", { altKey: true }))).toBe("alt+arrowdown");
		expect(strokeOf(press("ArrowLeft", { altKey: true }))).toBeNull();
		expect(strokeOf(press("ArrowUp", { altKey: true, ctrlKey: true }))).toBeNull();
	});

	test("means the same with caps lock on, and on a keyboard without Latin letters", () => {
		expect(strokeOf(press("J"))).toBe("j");
		expect(strokeOf(press("J", { shiftKey: true }))).toBe("J");
		expect(strokeOf(press("о", { code: "KeyJ" }))).toBe("j");
	});
});

describe("a binding", () => {
	const bindings = [{ keys: "j" }, { keys: "g i" }, { keys: "g o" }, { keys: "enter, o" }, { keys: "1-9" }];
	const found = (prefix: string | null, stroke: string) => match(bindings, prefix, stroke).binding?.keys ?? null;

	test("is found by its key, by either of two, and by any digit", () => {
		expect(found(null, "j")).toBe("j");
		expect(found(null, "o")).toBe("enter, o");
		expect(found(null, "enter")).toBe("enter, o");
		expect(match(bindings, null, "7")).toMatchObject({ binding: { keys: "1-9" }, digit: 7 });
		expect(found(null, "0")).toBeNull();
	});

	test("of two keys waits for the second", () => {
		expect(match(bindings, null, "g")).toEqual({ binding: null, digit: null, prefix: "g" });
		expect(found("g", "i")).toBe("g i");
		expect(found("g", "o")).toBe("g o");
	});

	test("a sequence that comes to nothing leaves its last key to itself", () => {
		expect(found("g", "j")).toBe("j");
		expect(match(bindings, "g", "g").prefix).toBe("g");
	});

	test("that came last wins", () => {
		const last = { keys: "j" };
		expect(match([...bindings, last], null, "j").binding).toBe(last);
	});
});
