import { describe, expect, test } from "vitest";
import {
	byName,
	columnsOf,
	countsOf,
	filtered,
	findItem,
	idKey,
	placeBeyond,
	progressOf,
	searched,
	stepFrom,
} from "../../../app/_features/roadmap/arrange.ts";
import { costWords, runFigures, tokenWords, totalFigures } from "../../../app/_features/roadmap/figures.ts";
import { placeOf, roadmapApi, roadmapPage } from "../../../app/_features/roadmap/paths.ts";
import { sectionText } from "../../../app/_features/roadmap/section-text.ts";
import { entry, run } from "./roadmap-samples.ts";

const refs = (items: readonly { ref: string }[]) => items.map(({ ref }) => ref);

describe("a search of the roadmap", () => {
	const items = [
		entry("US-1", { title: "Greet visitors" }),
		entry("PRIORITY 2.5", { alias: "US-072", title: "Design the orchestrator", status: "done" }),
		entry("US-009", { shown: "parked", title: "Greet daemons" }),
	];

	test("looks at ids, other names, titles and statuses, for all of its words", () => {
		expect(refs(searched(items, "greet"))).toEqual(["US-1", "US-009"]);
		expect(refs(searched(items, "GREET parked"))).toEqual(["US-009"]);
		expect(refs(searched(items, "us-072"))).toEqual(["PRIORITY 2.5"]);
		expect(refs(searched(items, "2.5"))).toEqual(["PRIORITY 2.5"]);
		expect(refs(searched(items, "us-9"))).toEqual(["US-009"]);
		expect(searched(items, "orchestrator planned")).toEqual([]);
	});

	test("of nothing finds everything", () => {
		expect(searched(items, "  ")).toBe(items);
	});
});

describe("the filters", () => {
	const items = [
		entry("US-1"),
		entry("US-2", { shown: "aside", warnings: ["It names itself."] }),
		entry("US-3", { status: "done" }),
		entry("US-4"),
	];

	test("count what stands how, in the order in which it is asked for", () => {
		expect(countsOf(items)).toEqual([
			{ status: "planned", count: 2 },
			{ status: "aside", count: 1 },
			{ status: "done", count: 1 },
		]);
	});

	test("let one, several or all through", () => {
		expect(filtered(items, { shown: [], unclear: false })).toBe(items);
		expect(refs(filtered(items, { shown: ["done", "aside"], unclear: false }))).toEqual(["US-2", "US-3"]);
		expect(refs(filtered(items, { shown: [], unclear: true }))).toEqual(["US-2"]);
		expect(refs(filtered(items, { shown: ["done"], unclear: true }))).toEqual([]);
	});
});

describe("the board", () => {
	test("has each item in one column, in the document's order", () => {
		const columns = columnsOf([
			entry("US-1", { status: "done" }),
			entry("US-2", { status: "in-progress", shown: "working" }),
			entry("US-3", { shown: "parked" }),
			entry("US-4", { shown: "review" }),
			entry("US-5", { status: "blocked" }),
			entry("US-6", { status: "unknown" }),
			entry("US-7"),
			entry("US-8", { shown: "finished" }),
			entry("US-9", { status: "cancelled" }),
			entry("US-10", { status: "in-progress" }),
		]);
		expect(Object.fromEntries(columns.map(({ id, items }) => [id, refs(items)]))).toEqual({
			planned: ["US-6", "US-7"],
			work: ["US-2", "US-10"],
			waiting: ["US-3", "US-4", "US-5"],
			done: ["US-1", "US-8", "US-9"],
		});
	});

	test("leaves what is set aside where the document has it", () => {
		const columns = columnsOf([
			entry("US-1", { shown: "aside" }),
			entry("US-2", { status: "blocked", shown: "aside" }),
		]);
		expect(columns.map(({ items }) => refs(items))).toEqual([["US-1"], [], ["US-2"], []]);
	});

	test("counts what is done on a branch as done, and what is cancelled not at all", () => {
		const items = [
			entry("US-1", { status: "done" }),
			entry("US-2", { shown: "finished" }),
			entry("US-3", { status: "cancelled" }),
			entry("US-4"),
		];
		expect(progressOf(items)).toEqual({ done: 2, of: 3 });
	});
});

describe("going and moving", () => {
	const items = ["US-1", "US-2", "US-3", "US-4"].map((id) => entry(id));
	const [first, , third, fourth] = items;

	test("walks along what is in sight and stays at the ends", () => {
		expect(stepFrom(items, null, 1)).toBe(first);
		expect(stepFrom(items, "US-3", 1)).toBe(fourth);
		expect(stepFrom(items, "US-4", 1)).toBe(fourth);
		expect(stepFrom(items, "US-1", -1)).toBe(first);
		expect(stepFrom([], null, 1)).toBeNull();
	});

	test("up is before the neighbour, down is before what follows it", () => {
		expect(placeBeyond(items, items, "US-4", -1)).toBe(third);
		expect(placeBeyond(items, items, "US-2", 1)).toBe(fourth);
		expect(placeBeyond(items, items, "US-3", 1)).toBeNull();
		expect(placeBeyond(items, items, "US-4", 1)).toBeUndefined();
		expect(placeBeyond(items, items, "US-1", -1)).toBeUndefined();
	});

	test("goes past several at once", () => {
		expect(placeBeyond(items, items, "US-1", 2)).toBe(fourth);
		expect(placeBeyond(items, items, "US-4", -2)).toBe(items[1]);
		expect(placeBeyond(items, items, "US-2", 3)).toBeUndefined();
	});

	test("passes with a neighbour in sight what a filter hides", () => {
		const inSight = items.filter(({ id }) => id !== "US-2" && id !== "US-3");
		expect(placeBeyond(items, inSight, "US-4", -1)).toBe(first);
		expect(placeBeyond(items, inSight, "US-1", 1)).toBeNull();
	});
});

describe("an item's name", () => {
	test("is the same in several spellings", () => {
		expect(idKey(" us-009")).toBe(idKey("US-9"));
		expect(idKey("priority  2")).toBe(idKey("PRIORITY 2"));
		expect(idKey("PRIORITY 2.1")).not.toBe(idKey("PRIORITY 2.10"));
	});

	test("leads to it by id or alias", () => {
		const item = entry("PRIORITY 11", { alias: "US-072" });
		const names = byName([item, entry("US-1")]);
		expect(names.get(idKey("us-72"))).toBe(item);
		expect(names.get(idKey("Priority 11"))).toBe(item);
		expect(names.get(idKey("US-2"))).toBeUndefined();
	});

	test("with a line in it still finds the item when the file has changed", () => {
		const one = entry("US-1", { ref: "US-1@40", line: 40, title: "One" });
		const other = entry("US-1", { ref: "US-1@90", line: 90, title: "Other" });
		expect(findItem([one, other], "US-1@90")).toBe(other);
		expect(findItem([one, other], "US-1@85", "Other")).toBe(other);
		expect(findItem([one, other], "US-1@41")).toBe(one);
		expect(findItem([one, other], "US-1@40", "Other")).toBe(other);
		expect(findItem([one, other], "US-2")).toBeUndefined();
	});
});

describe("what work has used", () => {
	test("is told in time, tokens and money", () => {
		expect(runFigures(run({ activeMs: 4_320_000, cost: 0.42, currency: "USD" }))).toBe("1 h 12 min · $0.42");
		expect(runFigures(run())).toBe("");
		expect(tokenWords(0)).toBeNull();
		expect(tokenWords(980)).toBe("980 tokens");
		expect(tokenWords(12_345)).toBe("12.3 k tokens");
		expect(tokenWords(999_990)).toBe("1 M tokens");
		expect(costWords(0.004, "USD")).toBe("under $0.01");
		expect(costWords(3, null)).toBe("3.00");
		expect(costWords(3, "credits")).toBe("3.00 credits");
	});

	test("is added up over all runs", () => {
		const runs = [
			run({ activeMs: 60_000, inputTokens: 1_000, outputTokens: 500, cost: 1, currency: "USD" }),
			run({ activeMs: 60_000, inputTokens: 500, cost: 2, currency: "EUR" }),
		];
		expect(totalFigures(runs)).toBe("2 min · 2 k tokens · $1.00 · €2.00");
	});
});

describe("an address", () => {
	test("keeps where the person is", () => {
		const place = placeOf(
			new URLSearchParams("daemon=dev&view=board&search=a+b&show=planned,done,nonsense&unclear=yes&item=PRIORITY+2.5"),
		);
		expect(place).toEqual({
			daemon: "dev",
			layout: "board",
			search: "a b",
			shown: ["planned", "done"],
			unclear: true,
			item: "PRIORITY 2.5",
		});
		expect(placeOf(new URL(roadmapPage(place), "http://localhost").searchParams)).toEqual(place);
		expect(roadmapPage(placeOf(new URLSearchParams()))).toBe("/roadmap");
	});

	test("of the API has each part by itself", () => {
		expect(roadmapApi("dev", "items", "PRIORITY 2.5", "status")).toBe(
			"/api/v1/daemons/dev/roadmap/items/PRIORITY%202.5/status",
		);
	});
});

describe("a section", () => {
	test("is shown without its heading", () => {
		expect(sectionText("## US-1: Title\n\nText\n")).toBe("Text");
		expect(sectionText("US-1: Title\n---\nText")).toBe("Text");
		expect(sectionText("## US-1: Title")).toBe("");
	});

	test("has headings that begin at the first level and leave none out, but for code", () => {
		const body = "### US-1: T\n\n#### A\n###### B\n#### C\n```sh\n### no heading\n```\n##### D\n";
		expect(sectionText(body)).toBe("# A\n## B\n# C\n```sh\n### no heading\n```\n## D");
	});

	test("keeps fields on lines of their own", () => {
		expect(sectionText("## US-1\n**Status**: Done\n**Estimate**: 2 h\ngoes on\n\n**Note**: x")).toBe(
			"**Status**: Done  \n**Estimate**: 2 h\ngoes on\n\n**Note**: x",
		);
	});
});
