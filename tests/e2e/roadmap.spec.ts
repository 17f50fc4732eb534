import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, openPage, pressTogether, sharing, test } from "./fixtures.ts";
import { shiftOf, watchShifts } from "./support/layout-shift.ts";
import { expectAccessible, expectGoodInEachLook, watchManners } from "./support/page-checks.ts";
import type { Workspace } from "./support/workspace.ts";

/** With what real files have: two kinds of line ends, trailing spaces, an odd emoji, text between the items. */
const ROADMAP = [
	"# The shop\n",
	"Some words before.  \r\n",
	"## US-1: Greet visitors ✅ Complete\n\n**Status**: ✅ Complete\n\n- [x] Say hello\n\n",
	"## US-2: Remember the language\n\n**Status**: 📝 Planned  \n**Estimate**: 2 hours\n**Depends on**: US-1\n\n",
	"Keep it in a *cookie*.\n\n- [x] Read the header\n- [ ] Keep the choice\n\n**Verify**: `npm test`\n\n",
	"### PRIORITY 2.5: US-072 - Send the newsletter 📝 Planned\n\n**Status**: 📝 Planned\n\n",
	"## US-3: Count the visits\n\n**Status**: 🚧 Blocked\r\n**Depends on**: US-99\n\n",
	"## US-4: Draw the chart\n\n**Status**: 📝 Planned\n**Depends on**: US-2\n\nThe end.  \n",
].join("");

test.use({ roadmap: ROADMAP });

const entries = (page: Page) => page.locator("[data-entry]");
const refs = (page: Page) => entries(page).evaluateAll((all) => all.map((one) => one.getAttribute("data-entry")));
const line = (page: Page, title: string) => page.getByRole("listitem").filter({ hasText: title });
const panel = (page: Page) => page.getByRole("article");
const dialog = (page: Page, name: string) => page.getByRole("dialog", { name });
const said = (page: Page) => page.locator("[data-edit-bar]");
const chip = (page: Page, name: RegExp) => page.getByRole("group", { name: "Show only" }).getByRole("button", { name });
const fileOf = (workspace: Workspace) => readFile(join(workspace.folder, "ROADMAP.md"), "utf8");

test("the roadmap is there as a list and as a board, and can be searched and narrowed", async ({
	page,
	nightshift,
	workspace,
}) => {
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/");
	await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Roadmap" }).click();
	await expect(page).toHaveTitle("Roadmap · Nightshift");
	await expect.poll(() => refs(page)).toEqual(["US-1", "US-2", "PRIORITY 2.5", "US-3", "US-4"]);
	await expect(line(page, "Greet visitors")).toContainText("Done");
	await expect(line(page, "Count the visits")).toContainText("Blocked");
	await expect(line(page, "Count the visits")).toContainText("1 warning");
	await expect(line(page, "Remember the language")).toContainText("Estimate: 2 hours");
	await expect(page.getByText("1 of 5 items done")).toBeVisible();
	await expect(page.getByText("Next", { exact: true }).locator("..")).toContainText("US-2");

	await page.getByRole("textbox", { name: "Search the roadmap" }).fill("us-072");
	await expect.poll(() => refs(page)).toEqual(["PRIORITY 2.5"]);
	await expect(page).toHaveURL(/search=us-072/);
	await page.getByRole("textbox", { name: "Search the roadmap" }).fill("nothing like it");
	await expect(page.getByText("No item is like that")).toBeVisible();
	await page.getByRole("button", { name: "Show all items" }).click();
	await expect(entries(page)).toHaveCount(5);

	await expect(chip(page, /^Planned/)).toHaveText("Planned 3");
	await chip(page, /^Planned/).click();
	await expect.poll(() => refs(page)).toEqual(["US-2", "PRIORITY 2.5", "US-4"]);
	await chip(page, /^Blocked/).click();
	await expect(entries(page)).toHaveCount(4);
	await page.reload();
	await expect(entries(page)).toHaveCount(4);
	await chip(page, /^All/).click();
	await chip(page, /^Unclear/).click();
	await expect.poll(() => refs(page)).toEqual(["US-3"]);
	await chip(page, /^All/).click();

	await page.getByRole("link", { name: "Board" }).click();
	const column = (name: string) => page.getByRole("region", { name: new RegExp(`^${name}`) });
	await expect(column("Planned").getByRole("listitem")).toHaveCount(3);
	await expect(column("Waiting").getByRole("listitem")).toContainText("Count the visits");
	await expect(column("In work")).toContainText("Nothing is in work.");
	await expect(column("Done").getByRole("listitem")).toHaveCount(1);
	// The choice is kept, also where the address does not have it.
	await page.goto(`${nightshift.url}/roadmap`);
	await expect(column("Planned")).toBeVisible();
	await page.getByRole("link", { name: "List" }).click();

	// What changes the file elsewhere is seen here.
	await workspace.writeRoadmap(ROADMAP.replace("Draw the chart", "Draw two charts"));
	await expect(line(page, "Draw two charts")).toBeVisible();
	expect(bad).toEqual([]);
});

sharing("an item shows its section, what it depends on and what is unclear in it", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/roadmap?item=US-2");
	await expect(panel(page).getByRole("heading", { name: "Remember the language" })).toBeVisible();
	await expect(panel(page)).toContainText("1 of 2 done");
	await expect(panel(page)).toContainText("npm test");
	await expect(panel(page).locator("em")).toHaveText("cookie");
	await panel(page).getByRole("link", { name: /US-1/ }).click();
	await expect(page).toHaveURL(/item=US-1$/);
	await expect(panel(page).getByRole("heading", { name: "Greet visitors" })).toBeVisible();

	await entries(page).filter({ hasText: "Count the visits" }).click();
	await expect(panel(page)).toContainText("not in the roadmap");
	await expect(panel(page)).toContainText(/Line \d+: It depends on US-99/);
	await panel(page).getByRole("button", { name: "Close the item" }).click();
	await expect(panel(page)).toBeHidden();

	await page.goto(`${nightshift.url}/roadmap?item=US-77`);
	await expect(page.getByRole("heading", { name: "US-77 is not in the roadmap" })).toBeVisible();
});

test("a status, an estimate and a place are written into the file and nothing else is; each can be undone", async ({
	page,
	nightshift,
	workspace,
}) => {
	await openPage(page, nightshift, "/roadmap?item=US-2");
	const act = (name: string) => panel(page).getByRole("button", { name });

	await act("Set status").click();
	await expect(dialog(page, "Status of US-2")).toContainText("As it is now");
	await dialog(page, "Status of US-2").getByRole("button", { name: /^Done/ }).click();
	await expect(said(page)).toContainText("US-2 is set to “Done” in the file.");
	await expect(line(page, "Remember the language")).toContainText("Done");
	const [before, after] = [ROADMAP.split("\n"), (await fileOf(workspace)).split("\n")];
	expect(after).toHaveLength(before.length);
	const changed = after.filter((text, index) => text !== before[index]);
	expect(changed).toEqual([expect.stringMatching(/^\*\*Status\*\*: ✅ \S+ {2}$/)]);
	await said(page).getByRole("button", { name: "Undo" }).click();
	await expect(said(page)).toContainText("US-2 is set to “Planned” in the file.");
	await expect.poll(() => fileOf(workspace)).toBe(ROADMAP);

	await act("Change estimate").click();
	await page.getByRole("textbox", { name: "Estimate" }).fill("3 days");
	await page.keyboard.press("Enter");
	await expect(said(page)).toContainText("US-2 is estimated at 3 days.");
	expect(await fileOf(workspace)).toBe(ROADMAP.replace("2 hours", "3 days"));
	await said(page).getByRole("button", { name: "Undo" }).click();
	await expect.poll(() => fileOf(workspace)).toBe(ROADMAP);

	await act("Move before…").click();
	await page.getByRole("combobox", { name: "Before" }).selectOption({ label: "US-1: Greet visitors" });
	await page.getByRole("button", { name: "Move it before US-1" }).click();
	await expect.poll(() => refs(page)).toEqual(["US-2", "PRIORITY 2.5", "US-1", "US-3", "US-4"]);
	await expect(said(page)).toContainText("US-2 stands before US-1 now.");
	await said(page).getByRole("button", { name: "Undo" }).click();
	await expect.poll(() => fileOf(workspace)).toBe(ROADMAP);
	// The newsletter stands within its section, so another is the next to pass, down and up.
	await act("Move down").click();
	await expect.poll(() => refs(page)).toEqual(["US-1", "US-3", "US-2", "PRIORITY 2.5", "US-4"]);
	await expect(said(page)).toContainText("US-2 stands before US-4 now.");
	await act("Move up").click();
	await expect.poll(() => fileOf(workspace)).toBe(ROADMAP);
});

test("what is set aside or put first is kept beside the file, and what comes next follows", async ({
	page,
	nightshift,
	workspace,
}) => {
	await openPage(page, nightshift, "/roadmap?item=US-2");
	const next = page.getByText("Next", { exact: true }).locator("..");
	await panel(page).getByRole("button", { name: "Set aside" }).click();
	await page.getByRole("textbox", { name: /^Why/ }).fill("The law may change.");
	await page.getByRole("button", { name: "Set it aside" }).click();
	await expect(panel(page)).toContainText("Set aside: The law may change.");
	await expect(next).toContainText("PRIORITY 2.5");
	await panel(page).getByRole("button", { name: "Take back" }).click();
	await expect(next).toContainText("US-2");

	await entries(page).filter({ hasText: "newsletter" }).click();
	await panel(page).getByRole("button", { name: "Do this next" }).click();
	await expect(next).toContainText("PRIORITY 2.5");
	await expect(line(page, "Send the newsletter")).toContainText("put first");
	await said(page).getByRole("button", { name: "Undo" }).click();
	await expect(next).toContainText("US-2");
	expect(await fileOf(workspace)).toBe(ROADMAP);
});

test("an item is added with what was typed, also when the dialog was left in between", async ({
	page,
	nightshift,
	workspace,
}) => {
	await openPage(page, nightshift, "/roadmap");
	await expect(entries(page)).toHaveCount(5);
	await page.getByRole("button", { name: "Add item" }).click();
	await expect(page.getByRole("textbox", { name: "Title" })).toBeFocused();
	await page.keyboard.type("Sell gift cards");
	await page.keyboard.press("Escape");
	await expect(dialog(page, "Add an item")).toBeHidden();
	await page.keyboard.press("c");
	await expect(page.getByRole("textbox", { name: "Title" })).toHaveValue("Sell gift cards");
	await page.getByRole("textbox", { name: /^Text/ }).fill("With a *ribbon*.");
	await page.keyboard.press("Control+Enter");
	await expect(panel(page).getByRole("heading", { name: "Sell gift cards" })).toBeVisible();
	await expect(panel(page).locator("em")).toHaveText("ribbon");
	await expect(entries(page)).toHaveCount(6);
	const file = await fileOf(workspace);
	expect(file.startsWith(ROADMAP)).toBe(true);
	expect(file.slice(ROADMAP.length)).toMatch(/Sell gift cards[\s\S]+With a \*ribbon\*\./);
});

test("a file that changed meanwhile is told, nothing typed is lost, and it can be written all the same", async ({
	page,
	nightshift,
	workspace,
}) => {
	await openPage(page, nightshift, "/roadmap?item=US-2");
	await panel(page).getByRole("button", { name: "Change estimate" }).click();
	const field = page.getByRole("textbox", { name: "Estimate" });
	await field.fill("a week of my time");
	const other = ROADMAP.replace("2 hours", "9 hours");
	await workspace.writeRoadmap(other);
	await page.getByRole("button", { name: "Write the estimate" }).click();
	const alert = dialog(page, "Estimate of US-2").getByRole("alert");
	await expect(alert).toContainText("The file changed meanwhile, so nothing was written. This is how it is now.");
	await expect(alert).toContainText("9 hours");
	await expect(field).toHaveValue("a week of my time");
	expect(await fileOf(workspace)).toBe(other);
	await page.getByRole("button", { name: "Write the estimate all the same" }).click();
	await expect(said(page)).toContainText("US-2 is estimated at a week of my time.");
	expect(await fileOf(workspace)).toBe(ROADMAP.replace("2 hours", "a week of my time"));
});

test("all of it works with the keyboard alone", async ({ page, nightshift, workspace }) => {
	const { keyboard } = page;
	await openPage(page, nightshift, "/");
	await pressTogether(page, "g", "r");
	await expect(entries(page)).toHaveCount(5);
	const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-entry"));
	await keyboard.press("j");
	await expect.poll(focused).toBe("US-1");
	await keyboard.press("n");
	await expect(said(page)).toContainText("US-1 is done already.");
	for (const key of ["j", "j", "j", "j"]) await keyboard.press(key);
	await expect.poll(focused).toBe("US-4");
	await keyboard.press("k");
	await expect.poll(focused).toBe("US-3");

	await keyboard.press("Alt+ArrowDown");
	await expect.poll(() => refs(page)).toEqual(["US-1", "US-2", "PRIORITY 2.5", "US-4", "US-3"]);
	await expect.poll(focused).toBe("US-3");
	await keyboard.press("Alt+ArrowUp");
	await expect.poll(() => refs(page)).toEqual(["US-1", "US-2", "PRIORITY 2.5", "US-3", "US-4"]);
	await expect.poll(() => fileOf(workspace)).toContain("The end.");

	await keyboard.press("s");
	await expect(dialog(page, "Status of US-3")).toBeVisible();
	await keyboard.press("1");
	await expect(said(page)).toContainText("US-3 is set to “Planned”");
	await expect.poll(focused).toBe("US-3");

	await keyboard.press("n");
	await expect(said(page)).toContainText("US-3 comes next");
	await keyboard.press("a");
	await expect(page.getByRole("textbox", { name: /^Why/ })).toBeFocused();
	await keyboard.type("not now");
	await keyboard.press("Control+Enter");
	await expect(said(page)).toContainText("US-3 is set aside");
	await expect(line(page, "Count the visits")).toContainText("Set aside");

	await keyboard.press("m");
	await expect(page.getByRole("combobox", { name: "Before" })).toBeFocused();
	await keyboard.press("Home");
	await keyboard.press("Control+Enter");
	await expect.poll(async () => (await refs(page))[0]).toBe("US-3");

	await keyboard.press("Enter");
	await expect(panel(page).getByRole("heading", { name: "Count the visits" })).toBeFocused();
	await keyboard.press("j");
	await expect(panel(page).getByRole("heading", { name: "Greet visitors" })).toBeVisible();
	await keyboard.press("Escape");
	await expect(panel(page)).toBeHidden();
	await expect.poll(focused).toBe("US-1");

	await keyboard.press("/");
	await expect(page.locator("input:focus")).toBeVisible();
	await keyboard.type("chart");
	await expect.poll(() => refs(page)).toEqual(["US-4"]);
	await keyboard.press("Escape");
	await keyboard.press("?");
	await expect(dialog(page, "Keys")).toContainText("Set it aside, or take it back");
	await expect(dialog(page, "Keys")).toContainText("Alt ↑");
});

sharing("nothing moves when the roadmap comes", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/roadmap");
	await watchShifts(page);
	await page.goto(`${nightshift.url}/roadmap`);
	await expect(entries(page)).toHaveCount(5);
	expect(await shiftOf(page)).toBeLessThan(0.02);
});

test.describe("light and dark, on a desk and on a phone,", () => {
	test.use({ reducedMotion: "reduce" });

	sharing("the list, the board and an item are accessible and fit", async ({ page, nightshift }) => {
		test.slow();
		await openPage(page, nightshift, "/roadmap?view=list");
		await expect(entries(page).first()).toBeVisible();
		await expectGoodInEachLook(page);
		await page.goto(`${nightshift.url}/roadmap?view=board`);
		await expect(page.getByRole("region", { name: /^Planned/ })).toBeVisible();
		await expectGoodInEachLook(page);
		await page.goto(`${nightshift.url}/roadmap?view=list&item=US-2`);
		await expect(panel(page).locator("em")).toBeVisible();
		await expectGoodInEachLook(page);
	});

	sharing("each dialog is accessible and fits", async ({ page, nightshift }) => {
		test.slow();
		await openPage(page, nightshift, "/roadmap?view=list&item=US-2");
		await expect(panel(page).locator("em")).toBeVisible();
		for (const key of ["s", "e", "a", "m", "c"]) {
			await page.keyboard.press(key);
			await expect(page.getByRole("dialog")).toBeVisible();
			await expectGoodInEachLook(page);
			await page.keyboard.press("Escape");
			await expect(page.getByRole("dialog")).toBeHidden();
		}
	});
});

test.describe("a long roadmap", () => {
	const sections = Array.from(
		{ length: 500 },
		(_, index) => `## US-${index + 1}: Item ${index + 1} of many\n\n**Status**: 📝 Planned\n\nText ${index + 1}.\n\n`,
	);
	test.use({ roadmap: sections.join("") });

	test("has only what is in sight in the page, and any item within reach", async ({ page, nightshift }) => {
		await openPage(page, nightshift, "/roadmap?item=US-400");
		await expect(panel(page)).toContainText("Text 400.");
		await expect(line(page, "Item 400 of many")).toBeInViewport();
		await expect(page.getByText("0 of 500 items done")).toBeVisible();
		expect(await entries(page).count()).toBeLessThan(80);
		await page.keyboard.press("j");
		await expect(panel(page)).toContainText("Text 401.");
		await page.getByRole("link", { name: "Board" }).click();
		await expect(line(page, "Item 401 of many").first()).toBeInViewport();
		expect(await entries(page).count()).toBeLessThan(80);
	});
});

test.describe("without a roadmap", () => {
	test("it is told where to write one, and it appears when it is written", async ({ page, nightshift, workspace }) => {
		await workspace.git("mv", "ROADMAP.md", "elsewhere.md");
		await openPage(page, nightshift, "/roadmap");
		await expect(page.getByText("There is no roadmap yet")).toBeVisible();
		await expect(page.getByText("## US-1: Greet visitors by name")).toBeVisible();
		await expectAccessible(page);
		await workspace.writeRoadmap("nothing in it\n");
		await expect(page.getByText("No item in the file yet")).toBeVisible();
		await workspace.writeRoadmap(ROADMAP);
		await expect(entries(page)).toHaveCount(5);
	});
});

test.describe("several developers", () => {
	test.use({ daemons: { other: { program: "code-developer", workspace: "/nowhere/at/all", autostart: false } } });

	test("are chosen in the address; one without a folder says so", async ({ page, nightshift }) => {
		await openPage(page, nightshift, "/roadmap");
		const choice = page.getByRole("combobox", { name: "Roadmap of" });
		await expect(choice).toHaveValue("code-developer");
		await expect(entries(page)).toHaveCount(5);
		await choice.selectOption("other");
		await expect(page).toHaveURL(/daemon=other/);
		await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
		await page.goto(`${nightshift.url}/roadmap?daemon=nobody`);
		await expect(page.getByText("There is no such developer")).toBeVisible();
		await choice.selectOption("code-developer");
		await expect(entries(page)).toHaveCount(5);
	});
});
