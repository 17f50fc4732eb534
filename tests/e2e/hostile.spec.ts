import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { NewQuestion } from "../../server/contract/question.ts";
import { card, expect, fact, openPage, sharing, test } from "./fixtures.ts";
import { rawTurns, TURN } from "./support/hidden-characters.ts";
import { expectAccessible, expectNoSidewaysScroll } from "./support/page-checks.ts";
import { stopwatch } from "./support/stopwatch.ts";

const program = (name: string) => fileURLToPath(new URL(`../fixtures/programs/${name}`, import.meta.url));
const article = (page: Page) => page.getByRole("article");
const odd = (text: string) => `${text}${TURN}terces`;

/**
 * Seconds of computing that a question may take to be opened. Not of waiting, which says more about what else the machine
 * does; without a limit some of these took four and more, and others broke the page.
 */
const COST_LIMIT = 3;

/** Bodies that would freeze or crash a page that simply draws them. */
const HOSTILE: Record<string, string> = {
	"quotes within quotes": ">".repeat(10_000),
	"emphasis never closed": "_a*".repeat(5_000),
	"emphasis within emphasis": "*a _b ".repeat(700) + " c_ d*".repeat(700),
	"as many marks as are let through": "*a _b ".repeat(150) + " c_ d*".repeat(150),
	brackets: "[".repeat(20_000),
	"lists in one line": `${"- ".repeat(5_000)}a`,
	"lists within lists": Array.from({ length: 300 }, (_, depth) => `${" ".repeat(2 * depth)}- a`).join("\n"),
	"a huge table": `|a|b|\n|-|-|\n${"|x|y|\n".repeat(9_000)}`,
	"hidden characters": TURN.repeat(300_000),
	"hidden characters between others": `a${TURN}`.repeat(300_000),
	"a pile of accents": `a${"\u0301".repeat(50_000)}`,
	"one long word": "x".repeat(900_000),
	"a long line": "word ".repeat(180_000),
	"short lines": "x\n".repeat(450_000),
	"short paragraphs": "a\n\n".repeat(19_000),
};

test("bodies that would freeze or break the page are shown as text, and the rest of the inbox stays usable", async ({
	page,
	nightshift,
}) => {
	test.setTimeout(180_000);
	const broken: string[] = [];
	page.on("pageerror", (error) => broken.push(error.message));
	page.on("crash", () => broken.push("the page crashed"));
	for (const [title, body] of Object.entries(HOSTILE)) await nightshift.ask({ kind: "text", title, body });
	const { ticket } = await nightshift.ask({ kind: "text", title: "The one that matters" });

	await openPage(page, nightshift, "/inbox");
	const computed = await stopwatch(page);
	const costs: Record<string, number> = {};
	let before = await computed();
	for (const title of Object.keys(HOSTILE)) {
		await expect(page.locator("[data-question-title]")).toHaveText(title);
		const body = page.locator("article .prose-outside, article pre");
		await expect(body.first()).toBeAttached();
		await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
		const now = await computed();
		costs[title] = now - before;
		before = now;
		await page.keyboard.press("j");
	}
	await expect(page.locator("[data-question-title]")).toHaveText("The one that matters");
	await page.keyboard.press("c");
	await expect(page.getByRole("textbox", { name: "Your answer" })).toBeFocused();
	await page.keyboard.type("Still here");
	await page.keyboard.press("Control+Enter");
	await expect.poll(async () => (await nightshift.question(ticket)).answer).toBe("Still here");
	expect(Object.entries(costs).filter(([, seconds]) => !(seconds < COST_LIMIT))).toEqual([]);
	expect(broken).toEqual([]);
});

sharing(
	"what is shown as plain text says why, is whole, scrolls by keyboard, and can be answered",
	async ({ page, nightshift }) => {
		const body = `${">".repeat(500)} deep\n${"a line\n".repeat(2_000)}the very end`;
		const { ticket } = await nightshift.ask({ kind: "approval", title: "Is this all?", body });
		await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
		const text = article(page).getByRole("region", { name: /Shown as plain text, because .* nested too deep/ });
		await expect(text).toContainText("the very end");
		await text.focus();
		// What comes into sight is only then laid out, and may be a little taller than it was taken for.
		const left = async () => {
			await page.keyboard.press("End");
			return text.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
		};
		await expect.poll(left).toBeLessThan(2);
		await expectAccessible(page);
		await page.setViewportSize({ width: 360, height: 740 });
		await expectNoSidewaysScroll(page);
		await page.getByRole("radio", { name: "Approve" }).check();
		await page.getByRole("button", { name: "Send answer" }).click();
		await expect.poll(async () => (await nightshift.question(ticket)).answer).toBe("approve");
	},
);

sharing(
	"Markdown that only shows itself to be too much while it is drawn becomes plain text too",
	async ({ page, nightshift }) => {
		const body = `${"*a _b ".repeat(80)}${" c_ d*".repeat(80)}`;
		const { ticket } = await nightshift.ask({ kind: "text", title: "How deep?", body });
		await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
		await expect(article(page).getByRole("region", { name: /its Markdown could not be drawn/ })).toContainText("*a _b");
		await page.getByRole("textbox", { name: "Your answer" }).fill("Deep enough");
		await page.getByRole("button", { name: "Send answer" }).click();
		await expect.poll(async () => (await nightshift.question(ticket)).answer).toBe("Deep enough");
	},
);

sharing("a link to a question that cannot be is answered with a sentence", async ({ page, nightshift }) => {
	for (const ticket of ["constructor", "__proto__", odd("Q-9")]) {
		await openPage(page, nightshift, `/inbox?ticket=${encodeURIComponent(ticket)}`);
		await expect(article(page).getByRole("alert")).toContainText("cannot be shown");
		expect(await rawTurns(page)).toEqual([]);
	}
});

test.describe("nothing from outside can turn the words around it", () => {
	test.use({ daemons: { odd: { command: ["node", program("says-odd-things.mjs")], autostart: true } } });

	test("on any page, in any text, label or tooltip", async ({ page, nightshift }) => {
		const questions: NewQuestion[] = [
			{
				kind: "form",
				title: odd("Form"),
				daemon: odd("script"),
				task: odd("US-2"),
				body: `${odd("Body")} [link](https://example.com/ "${odd("title")}") ![${odd("image")}](x)\n\n    ${odd("code")}`,
				schema: {
					type: "object",
					title: odd("Schema"),
					required: ["line"],
					properties: {
						[odd("unnamed")]: { type: "string", maxLength: 10 },
						line: { type: "string", maxLength: 10, title: odd("Line"), description: odd("A line") },
						lines: { type: "string", title: odd("Lines"), description: odd("More lines") },
						on: { type: "boolean", title: odd("On"), description: odd("Or off") },
						one: { type: "string", title: odd("One"), enum: ["a", odd("b")] },
						several: { type: "array", title: odd("Several"), items: { anyOf: [{ const: "c", title: odd("C") }] } },
					},
				},
			},
			{
				kind: "choice",
				title: odd("Choice"),
				options: [{ id: odd("id"), label: odd("Label"), description: odd("Description") }],
				deadlineAt: new Date(Date.now() + 3_600_000).toISOString(),
				onDeadline: "default",
				default: odd("id"),
			},
			{ kind: "approval", title: odd("Gone") },
		];
		const tickets: string[] = [];
		for (const question of questions) tickets.push((await nightshift.ask(question)).ticket);
		const [form, choice, gone] = tickets as [string, string, string];

		await openPage(page, nightshift, "/?daemon=odd");
		await expect(page.getByRole("region", { name: "odd" })).toContainText("It is broken");
		await expect(page.getByText("Asked").first()).toBeVisible();
		expect(await rawTurns(page)).toEqual([]);

		await page.goto(`${nightshift.url}/inbox?ticket=${form}`);
		await expect(page.getByRole("combobox")).toBeVisible();
		expect(await rawTurns(page)).toEqual([]);
		await page.getByRole("button", { name: "Send answer" }).click();
		await expect(page.getByText("is needed")).toBeVisible();
		expect(await rawTurns(page)).toEqual([]);
		await expectAccessible(page);

		await page.goto(`${nightshift.url}/inbox?ticket=${choice}`);
		await page.getByRole("radio").check();
		expect(await rawTurns(page)).toEqual([]);
		await page.getByRole("button", { name: "Send answer" }).click();
		await expect(page.getByText(`${choice} is answered`).first()).toBeVisible();
		expect(await rawTurns(page)).toEqual([]);

		await nightshift.withdraw(gone, odd("Because"));
		await page.goto(`${nightshift.url}/inbox?tab=answered&ticket=${gone}`);
		await expect(article(page)).toContainText("Because");
		await expect(page.getByRole("link", { name: /Choice/ })).toBeVisible();
		expect(await rawTurns(page)).toEqual([]);
	});
});

test.describe("a daemon with a name that every object knows", () => {
	const running = { command: ["node", "-e", "setInterval(() => {}, 1000)"], autostart: false };
	test.use({ daemons: { constructor: running, toString: running } });

	test("is shown, started, measured, asked for and stopped like any other", async ({ page, nightshift }) => {
		const broken: string[] = [];
		page.on("pageerror", (error) => broken.push(error.message));
		await openPage(page, nightshift, "/?daemon=constructor");
		const daemon = card(page, "constructor");
		await expect(fact(page, "Phase")).toHaveText(/stopped/);
		await expect(daemon).toContainText("CPU and memory are shown here while it runs.");
		await daemon.getByRole("button", { name: "Start constructor" }).click();
		await expect(fact(page, "Phase")).toHaveText(/running/);
		await expect(daemon.getByRole("img", { name: /Memory of constructor/ })).toHaveAccessibleName(/between .* MiB/);
		await page.getByRole("region", { name: "toString" }).getByRole("button", { name: "Start toString" }).click();
		await expect(page.getByRole("region", { name: "toString" })).toContainText(/pid \d+/);

		const asked = await nightshift.ask({ kind: "text", title: "From it?", daemon: "constructor" });
		await page.goto(`${nightshift.url}/inbox?ticket=${asked.ticket}`);
		await expect(article(page)).toContainText("constructor asks");
		await page.goto(`${nightshift.url}/?daemon=constructor`);
		await daemon.getByRole("button", { name: "Stop constructor" }).click();
		await expect(fact(page, "Phase")).toHaveText(/stopped/);
		expect(await nightshift.daemon("constructor")).toMatchObject({ phase: "stopped", lastExit: { cause: "user" } });
		expect(await nightshift.daemon("toString")).toMatchObject({ phase: "running" });
		expect(broken).toEqual([]);
	});
});

sharing("a form with such a field is drawn, filled in and answered", async ({ page, nightshift }) => {
	const schema = {
		type: "object",
		required: ["constructor"],
		properties: {
			constructor: { type: "string", title: "Name", maxLength: 20 },
			toString: { type: "boolean", title: "As text" },
		},
	};
	const { ticket } = await nightshift.ask({ kind: "form", title: "Which?", schema });
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("");
	await expect(page.getByRole("checkbox", { name: "As text" })).not.toBeChecked();
	await page.getByRole("button", { name: "Send answer" }).click();
	await expect(page.getByText("“Name” is needed.")).toBeVisible();
	await page.getByRole("textbox", { name: "Name" }).fill("x");
	await page.getByRole("button", { name: "Send answer" }).click();
	await expect
		.poll(async () => (await nightshift.question(ticket)).answer)
		.toEqual({ constructor: "x", toString: false });
});
