import { describe, expect, test } from "vitest";
import { noteOf } from "../../../app/_features/inbox/asker-note.tsx";
import { draftFrom, EMPTY, readDraft, typedText } from "../../../app/_features/inbox/draft.ts";
import { readFields, readForm } from "../../../app/_features/inbox/form-fields.ts";
import { neighbour, nextAfter } from "../../../app/_features/inbox/neighbours.ts";
import { hrefOf, placeOf } from "../../../app/_features/inbox/place.ts";
import { daemon, question } from "./samples.ts";

describe("moving through the list", () => {
	const list = ["Q-3", "Q-5", "Q-9"].map((ticket) => ({ ticket }));

	test("goes one on or back, and stays at the ends", () => {
		expect(neighbour(list, "Q-3", 1)).toBe("Q-5");
		expect(neighbour(list, "Q-9", 1)).toBe("Q-9");
		expect(neighbour(list, "Q-3", -1)).toBe("Q-3");
		expect(neighbour(list, null, 1)).toBe("Q-3");
		expect(neighbour([], "Q-3", 1)).toBeNull();
	});

	test("goes on from where a question stood that has left the list", () => {
		expect(neighbour(list, "Q-4", 1)).toBe("Q-5");
		expect(neighbour(list, "Q-4", -1)).toBe("Q-3");
		expect(neighbour(list, "Q-12", 1)).toBe("Q-9");
	});

	test("after an answer goes to what followed, else to what came before, else nowhere", () => {
		expect(nextAfter(list, "Q-5")).toBe("Q-9");
		expect(nextAfter(list, "Q-9")).toBe("Q-5");
		expect(nextAfter([{ ticket: "Q-3" }], "Q-3")).toBeNull();
	});

	test("has an address for each place", () => {
		expect(hrefOf({ tab: "pending", ticket: null })).toBe("/inbox");
		expect(hrefOf({ tab: "answered", ticket: "Q-3" })).toBe("/inbox?tab=answered&ticket=Q-3");
		const place = placeOf(new URLSearchParams("tab=later&urgency=high&kind=nonsense&task=US-9&q=two+words"));
		expect(place).toEqual({
			tab: "later",
			ticket: null,
			daemon: null,
			urgency: "high",
			kind: null,
			task: "US-9",
			search: "two words",
		});
		expect(hrefOf(place)).toBe("/inbox?tab=later&urgency=high&task=US-9&q=two+words");
	});
});

describe("a draft", () => {
	const options = [
		{ id: "a", label: "A" },
		{ id: "b", label: "B" },
	];

	test("of a choice is the option's id, and nothing else counts as one", () => {
		const asked = question({ kind: "approval", options });
		expect(readDraft(asked, { ...EMPTY, chosen: ["b"], comment: " why " })).toEqual({ answer: "b", comment: " why " });
		expect(readDraft(asked, { ...EMPTY, chosen: ["gone"] })).toEqual({ missing: "Choose one of the options first." });
		expect(readDraft(asked, { ...EMPTY, text: "a" })).toHaveProperty("missing");
	});

	test("of several keeps the options' order, and may be none", () => {
		const asked = question({ kind: "multi", options });
		expect(readDraft(asked, { ...EMPTY, chosen: ["b", "a"] })).toEqual({ answer: ["a", "b"], comment: null });
		expect(readDraft(asked, EMPTY)).toEqual({ answer: [], comment: null });
	});

	test("of a text must say something", () => {
		expect(readDraft(question(), { ...EMPTY, text: "  " })).toHaveProperty("missing");
		expect(readDraft(question(), { ...EMPTY, text: " x " })).toEqual({ answer: " x ", comment: null });
	});

	test("of a form that cannot be drawn is a JSON object", () => {
		const asked = question({ kind: "form", schema: { type: "object", properties: { deep: { type: "object" } } } });
		expect(readDraft(asked, { ...EMPTY, text: '{"deep":{"a":1}}' })).toEqual({
			answer: { deep: { a: 1 } },
			comment: null,
		});
		expect(readDraft(asked, { ...EMPTY, text: "[1]" })).toHaveProperty("missing");
		expect(readDraft(asked, { ...EMPTY, text: "{" })).toHaveProperty("missing");
	});

	test("knows what of it would be a pity to lose", () => {
		expect(typedText({ ...EMPTY, chosen: ["a"] })).toBe("");
		expect(typedText({ ...EMPTY, text: "one", fields: { host: "two", tls: true }, comment: "three" })).toBe(
			"one\n\ntwo\n\nthree",
		);
	});
});

describe("changing an answer", () => {
	test("begins with what was answered", () => {
		const given = question({ kind: "multi", answer: ["a", "b"], comment: "both" });
		expect(draftFrom(given)).toEqual({ ...EMPTY, chosen: ["a", "b"], comment: "both" });
		expect(draftFrom(question({ answer: "because" }))).toEqual({ ...EMPTY, text: "because" });
	});

	test("of a form begins with its values, and leaves empty what was left out", () => {
		const schema = {
			type: "object",
			properties: {
				host: { type: "string", default: "localhost" },
				port: { type: "integer" },
				tls: { type: "boolean", default: true },
			},
		};
		const form = question({ kind: "form", schema, answer: { port: 80 } });
		expect(draftFrom(form).fields).toEqual({ host: "", port: "80", tls: false });
		expect(readDraft(form, draftFrom(form))).toEqual({ answer: { port: 80, tls: false }, comment: null });
	});
});

describe("a form", () => {
	const fields = readFields({
		type: "object",
		required: ["host"],
		properties: {
			host: { type: "string", title: "Host", maxLength: 20 },
			size: { type: "string", enum: ["s", "m"], enumNames: ["Small"] },
			colour: { type: "string", oneOf: [{ const: "r", title: "Red" }] },
			replicas: { type: "integer", default: 2 },
			ratio: { type: "number" },
			tls: { type: "boolean" },
			zones: { type: "array", items: { anyOf: [{ const: "a", title: "Zone A" }] } },
			due: { type: "string", format: "date-time" },
			notes: { type: "string" },
		},
	});

	test("is drawn with the control that fits each field", () => {
		expect(fields?.map(({ name, input }) => `${name}: ${input}`)).toEqual([
			"host: line",
			"size: one",
			"colour: one",
			"replicas: integer",
			"ratio: number",
			"tls: switch",
			"zones: several",
			"due: date-time",
			"notes: lines",
		]);
		expect(fields?.find(({ name }) => name === "size")?.choices).toEqual([
			{ value: "s", label: "Small" },
			{ value: "m", label: "m" },
		]);
		expect(fields?.find(({ name }) => name === "replicas")?.initial).toBe("2");
	});

	test("answers with typed values and leaves out what is empty", () => {
		expect(readForm(fields ?? [], { host: "x", ratio: "1.5", zones: ["a"], due: "2026-11-21T08:00Z" })).toEqual({
			answer: { host: "x", replicas: 2, ratio: 1.5, tls: false, zones: ["a"], due: "2026-11-21T08:00:00.000Z" },
		});
	});

	test("says which field is missing or wrong", () => {
		expect(readForm(fields ?? [], {})).toEqual({ missing: "“Host” is needed." });
		expect(readForm(fields ?? [], { host: "x", replicas: "1.5" })).toEqual({
			missing: "“replicas” must be a whole number.",
		});
		expect(readForm(fields ?? [], { host: "x", ratio: "much" })).toEqual({ missing: "“ratio” must be a number." });
	});

	test("of any other shape is not drawn", () => {
		expect(readFields(null)).toBeNull();
		expect(readFields({ type: "object", properties: { a: { type: "object" } } })).toBeNull();
		expect(readFields({ type: "object", properties: { a: { type: "array", items: { type: "string" } } } })).toBeNull();
		expect(readFields({ type: "object", properties: {} })).toBeNull();
	});
});

describe("the note about the one who asked", () => {
	const asked = question({ ticket: "Q-4", daemon: "code-developer", blocking: true });
	test("says that it works on something else meanwhile", () => {
		const plan = [{ title: "Fix the docs", status: "in_progress" as const }];
		expect(noteOf(asked, daemon({ waitingOn: ["Q-4"], plan }))).toBe(
			"Parked: costs nothing while it waits. Meanwhile code-developer is at: Fix the docs",
		);
	});
	test("says that it waits, or that it does not run", () => {
		expect(noteOf(asked, daemon({ activity: "waiting", waitingOn: ["Q-4"] }))).toContain("goes on at once");
		expect(noteOf(asked, daemon({ phase: "stopped", activity: null }))).toContain("does not run at the moment");
		expect(noteOf(asked, null)).toBeNull();
	});
});
