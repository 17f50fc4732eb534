import { describe, expect, test } from "vitest";
import { chooseNext, heldBack } from "../../../server/roadmap/choose-next.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";

/** Items from lines like "US-1 planned needs US-2, US-3". */
function itemsOf(lines: string[]) {
	const markdown = lines.map((line) => {
		const [, id, status, needs] = /^(\S+(?: [\d.]+)?) (\S+)(?: needs (.*))?$/.exec(line) ?? [];
		return `## ${id}: Title\n**Status**: ${status?.replace("-", " ")}\n${needs ? `**Depends on**: ${needs}\n` : ""}`;
	});
	return parseRoadmap(markdown.join("\n")).items;
}
interface Names {
	finished?: string[];
	setAside?: string[];
	busy?: string[];
	first?: string[];
}
function progress({ finished = [], setAside = [], busy = [], first = [] }: Names) {
	return {
		finished: new Set(finished),
		setAside: new Set(setAside),
		busy: new Set(busy),
		first: new Set(first),
	};
}
function choose(lines: string[], names: Names = {}) {
	return chooseNext(itemsOf(lines), progress(names));
}
function held(lines: string[], names: Names) {
	return heldBack(itemsOf(lines), progress(names)).map(({ why }) => why);
}
function chosen(...args: Parameters<typeof choose>) {
	return choose(...args).item?.id ?? null;
}
function why(...args: Parameters<typeof choose>) {
	const choice = choose(...args);
	return choice.item === null ? choice.why : `chose ${choice.item.id}`;
}

describe("chooses", () => {
	test("the first in progress, before any planned one", () => {
		expect(chosen(["US-1 planned", "US-2 in-progress", "US-3 in-progress"])).toBe("US-2");
	});

	test("else the first planned, in the document's order and not that of numbers", () => {
		expect(chosen(["US-9 done", "US-5 planned", "US-1 planned"])).toBe("US-5");
	});

	test("none that waits for another", () => {
		expect(chosen(["US-1 planned needs US-2, US-3", "US-2 done", "US-3 planned"])).toBe("US-3");
		expect(chosen(["US-1 planned needs US-2, US-3", "US-2 done", "US-3 done"])).toBe("US-1");
		expect(chosen(["US-1 planned needs US-404", "US-2 planned"])).toBe("US-2");
	});

	test("what waited for an item that was finished on a branch", () => {
		const lines = ["US-1 planned", "US-2 planned needs US-1"];
		expect(chosen(lines)).toBe("US-1");
		expect(chosen(lines, { finished: ["US-1"] })).toBe("US-2");
		expect(chosen(["US-2 planned needs US-404"], { finished: ["US-404"] })).toBe("US-2");
	});

	test("nothing that was finished or set aside, even in progress", () => {
		const lines = ["US-1 in-progress", "US-2 in-progress", "US-3 planned"];
		expect(chosen(lines, { finished: ["us-1"] })).toBe("US-2");
		expect(chosen(lines, { finished: ["US-1"], setAside: ["US-002"] })).toBe("US-3");
	});

	test("by alias as well as by id", () => {
		const { items } = parseRoadmap(
			"## PRIORITY 11: US-72 - First\n**Status**: Done\n## US-2: Second\n**Status**: Planned\n**Depends on**: US-72\n## PRIORITY 3: US-4 - Third\n**Status**: Planned\n",
		);
		const nothing = new Set<string>();
		expect(chooseNext(items, { finished: nothing, setAside: nothing }).item?.id).toBe("US-2");
		expect(chooseNext(items, { finished: new Set(["US-2", "US-4"]), setAside: nothing }).item).toBe(null);
	});

	test("nothing whose dependency is used twice and only once done", () => {
		expect(chosen(["US-1 done", "US-1 blocked", "US-2 planned needs US-1"])).toBe(null);
		expect(chosen(["US-1 done", "US-1 done", "US-2 planned needs US-1"])).toBe("US-2");
	});
});

describe("chooses what was put first", () => {
	const lines = ["US-1 in-progress", "US-2 planned", "US-3 planned needs US-2", "US-4 planned", "US-5 blocked"];

	test("before what is in progress, in the order in which it was put", () => {
		expect(chosen(lines, { first: ["US-4"] })).toBe("US-4");
		expect(chosen(lines, { first: ["US-2", "US-4"] })).toBe("US-2");
		expect(chosen(lines, { first: ["US-4", "US-2"] })).toBe("US-4");
		expect(chosen(lines, { first: ["US-4", "US-2"], finished: ["US-4"] })).toBe("US-2");
		expect(held(lines, { first: ["US-4", "US-2"], finished: ["US-4"] })).toEqual([]);
	});

	test("unless it has to wait, which is told", () => {
		const first = ["US-3", "US-5", "US-2"];
		expect(chosen(lines, { first: ["US-3"] })).toBe("US-1");
		expect(chosen(lines, { first: ["US-3"], finished: ["US-2"] })).toBe("US-3");
		expect(held(lines, { first, setAside: ["US-2"] })).toEqual([
			"US-3 was put first, but it waits for US-2 (set aside).",
			"US-5 was put first, but it is blocked.",
			"US-2 was put first, but it is set aside.",
		]);
		expect(held(lines, { first: ["US-3"], busy: ["US-2"] })).toEqual([
			"US-3 was put first, but it waits for US-2 (in work or under review).",
		]);
	});
});

describe("passes over what is busy", () => {
	const lines = ["US-1 in-progress", "US-2 planned needs US-1", "US-3 planned"];

	test("and it is not done for what depends on it, unless it is finished too", () => {
		expect(chosen(lines, { busy: ["US-1"] })).toBe("US-3");
		expect(chosen(lines, { busy: ["US-1"], finished: ["US-1"] })).toBe("US-2");
		expect(chosen(["US-1 done", "US-2 planned needs US-1"], { busy: ["US-1"] })).toBe(null);
	});

	test("of two with one id by their title", () => {
		const { items } = parseRoadmap("## US-1: A\n**Status**: Planned\n## US-1: B\n**Status**: Planned\n");
		const one = (names: Names) => chooseNext(items, progress(names)).item?.title ?? null;
		expect(one({ busy: ["US-1: A"] })).toBe("B");
		expect(one({ setAside: ["US-1: B"] })).toBe("A");
		expect(one({ finished: ["US-1: A"], first: ["US-1: B"] })).toBe("B");
		expect(one({ busy: ["US-1"] })).toBe(null);
	});
});

describe("says in one sentence why there is nothing to do:", () => {
	test.each<[string[], Names, string]>([
		[[], {}, 'The roadmap has no items; add a heading such as "## US-1: Title" with a status.'],
		[["US-1 done"], {}, "The only item is done."],
		[["US-1 what"], {}, "Nothing is planned or in progress: the only item has no status."],
		[["US-1 done", "US-2 planned"], { finished: ["US-2"] }, "All 2 items are done."],
		[["US-1 blocked", "US-2 planned needs US-1"], {}, "US-2 waits for US-1 (blocked)."],
		[["US-2 planned needs US-7"], {}, "US-2 waits for US-7 (not in the roadmap)."],
		[
			["US-2 planned needs US-7", "US-3 planned needs US-2"],
			{},
			"US-2 waits for US-7 (not in the roadmap), and 1 other planned item waits too.",
		],
		[["US-1 planned", "US-2 planned needs US-1"], { setAside: ["US-1"] }, "US-2 waits for US-1 (set aside)."],
		[["US-1 what", "US-2 planned needs US-1"], {}, "US-2 waits for US-1 (without a status)."],
		[
			["US-1 planned", "US-2 planned"],
			{ busy: ["US-1"], setAside: ["US-2"] },
			"All that is left is in work or waits for you: US-1; set aside: US-2.",
		],
		[
			["US-1 planned", "US-2 done"],
			{ busy: ["US-1"], finished: ["US-1"] },
			"All 2 items are done; under review: US-1.",
		],
		[
			["US-1 planned needs US-2", "US-2 planned needs US-1"],
			{},
			"No item can be chosen, because US-1 → US-2 → US-1 wait for each other; remove one of these dependencies.",
		],
		[
			["US-1 planned", "US-2 in-progress", "US-3 done"],
			{ setAside: ["US-1", "US-2"] },
			"Only items that were set aside are left: US-1 and US-2.",
		],
		[
			["US-1 planned", "US-2 planned", "US-3 planned", "US-4 planned", "US-5 planned"],
			{ setAside: ["US-1", "US-2", "US-3", "US-4", "US-5"] },
			"Only items that were set aside are left: US-1, US-2, US-3 and 2 more.",
		],
		[
			["US-1 blocked", "US-2 blocked", "US-3 what", "US-4 done", "US-5 cancelled"],
			{},
			"Nothing is planned or in progress: of the 5 items, 1 is done, 2 are blocked, 1 is cancelled and 1 has no status.",
		],
	])("%j %j", (lines, progress, sentence) => {
		expect(why(lines, progress)).toBe(sentence);
	});
});

test("a chain of 20,000 dependencies and a circle as long are answered", () => {
	const [template] = parseRoadmap("## US-1: Title\n**Status**: Planned\n").items;
	if (!template) throw new Error("no item");
	const item = (number: number, needs: number[]) => ({
		...template,
		id: `US-${number}`,
		dependsOn: needs.map((need) => `US-${need}`),
	});
	const chain = Array.from({ length: 20_000 }, (_, number) => item(number, [number + 1]));
	const nothing = { finished: new Set<string>(), setAside: new Set<string>() };
	expect(chooseNext([...chain, item(20_000, [])], nothing).item?.id).toBe("US-20000");
	expect(chooseNext([...chain, item(20_000, [0])], nothing)).toMatchObject({
		why: expect.stringContaining("US-0 → US-1 → US-2 → US-3 → US-4 → … → US-0"),
	});
});
