import { describe, expect, test } from "vitest";
import {
	addItem,
	move,
	putNext,
	setAside,
	setEstimate,
	setStatus,
	takeBack,
	whyNotNext,
} from "../../../app/_features/roadmap/edits.ts";
import { entry, view } from "./roadmap-samples.ts";

describe("an edit of the roadmap", () => {
	test("says what it does, and takes itself back", () => {
		const edit = setStatus(entry("US-1"), "done");
		expect(edit).toMatchObject({ path: ["items", "US-1", "status"], body: { status: "done" }, writes: true });
		expect(edit.done).toBe("US-1 is set to “Done” in the file.");
		const back = edit.undo?.(view([entry("US-1", { status: "done" })]));
		expect(back).toMatchObject({ path: ["items", "US-1", "status"], body: { status: "planned" } });
	});

	test("of a status that was none cannot be taken back", () => {
		expect(setStatus(entry("US-1", { status: "unknown" }), "done").undo).toBeNull();
	});

	test("of an item that is gone by then cannot be taken back", () => {
		expect(setEstimate(entry("US-1"), "2 h").undo?.(view([entry("US-2")]))).toBeNull();
	});

	test("of an estimate goes back to the one before, also to none", () => {
		const now = view([entry("US-1")]);
		expect(setEstimate(entry("US-1", { estimate: "1 h" }), null).undo?.(now)?.body).toEqual({ estimate: "1 h" });
		expect(setEstimate(entry("US-1"), "2 h").undo?.(now)?.body).toEqual({ estimate: null });
	});

	test("of a place goes back before what followed", () => {
		const [one, two, three] = ["US-1", "US-2", "US-3"].map((id) => entry(id));
		if (!one || !two || !three) throw new Error("three items");
		const up = move(view([one, two, three]), two, one);
		expect(up.body).toEqual({ before: "US-1" });
		expect(up.undo?.(view([two, one, three]))?.body).toEqual({ before: "US-3" });
		const last = move(view([one, two, three]), three, one);
		expect(last.undo?.(view([three, one, two]))?.body).toEqual({ before: null });
		expect(last.undo?.(view([one, two]))).toBeNull();
	});

	test("of a place goes back with all that its section holds", () => {
		const [one, two, inside, three] = ["US-1", "US-2", "US-2.1", "US-3"].map((id) => entry(id));
		if (!one || !two || !inside || !three) throw new Error("four items");
		const up = move(view([one, two, inside, three]), two, one);
		expect(up.undo?.(view([two, inside, one, three]))?.body).toEqual({ before: "US-3" });
		const last = move(view([one, two, inside, three]), two, null);
		expect(last.undo?.(view([one, three, two, inside]))?.body).toEqual({ before: "US-3" });
		const lastUp = move(view([one, three, two, inside]), two, one);
		expect(lastUp.undo?.(view([two, inside, one, three]))?.body).toEqual({ before: null });
	});

	test("beside the file needs no version", () => {
		const aside = setAside(entry("US-1"), " later ");
		expect(aside).toMatchObject({ body: { aside: true, reason: "later" }, writes: false });
		expect(setAside(entry("US-1"), " ").body).toEqual({ aside: true });
		const back = takeBack(entry("US-1", { aside: "later" }));
		expect(back.undo?.(view([entry("US-1")]))?.body).toEqual({ aside: true, reason: "later" });
		expect(putNext(entry("US-1"), true)).toMatchObject({ body: { next: true }, writes: false });
		expect(putNext(entry("US-1"), true).undo?.(view([entry("US-1")]))?.body).toEqual({ next: false });
	});

	test("that would put first what is over or under way is not tried", () => {
		expect(whyNotNext(entry("US-1"))).toBeNull();
		expect(whyNotNext(entry("US-1", { status: "blocked" }))).toBeNull();
		expect(whyNotNext(entry("US-1", { status: "done" }))).toMatch(/done already/);
		expect(whyNotNext(entry("US-1", { shown: "working" }))).toBe("US-1 is in work already.");
	});

	test("adds an item with what was typed and nothing else", () => {
		expect(addItem({ title: " New ", text: "", id: "", after: null }).body).toEqual({ title: "New" });
		expect(addItem({ title: "New", text: "Text", id: "US-9", after: entry("US-1") })).toMatchObject({
			path: ["items"],
			body: { title: "New", body: "Text", id: "US-9", after: "US-1" },
			done: "“New” is added after US-1.",
		});
	});
});
