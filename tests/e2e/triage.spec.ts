import type { Page } from "@playwright/test";
import type { NewQuestion, Question } from "../../server/contract/question.ts";
import { expect, openPage, pressTogether, sharing as test } from "./fixtures.ts";

/** A question, the keys that answer it, and what must have come of them. */
interface Case {
	asked: NewQuestion;
	by: (page: Page) => Promise<void>;
	expected: Partial<Question>;
}

const SEND = "Control+Enter";
const NAMES = ["catalog", "stock", "inventory"].map((name) => ({ id: name, label: name }));
const FILES = ["a", "b", "c"].map((name) => ({ id: name, label: `${name}.ts` }));
const FORM = {
	type: "object",
	required: ["host"],
	properties: {
		host: { type: "string", title: "Host name", maxLength: 40 },
		size: { type: "string", title: "Size", enum: ["s", "m"], enumNames: ["Small", "Medium"] },
		tls: { type: "boolean", title: "With TLS" },
	},
};
const DIFF = "```diff\n--- a/greeting.txt\n+++ b/greeting.txt\n@@ -1 +1 @@\n-hello\n+good morning\n```";
/** More than one screen of it. */
const LONG = Array.from({ length: 120 }, (_, line) => `Step ${line + 1} of the migration.`).join("\n\n");

const keys =
	(...pressed: string[]) =>
	async (page: Page) => {
		for (const key of pressed) await page.keyboard.press(key);
	};

/** Approves with a key, once the page says that all of it was on screen. */
async function approve(page: Page, key = "a"): Promise<void> {
	await expect(page.locator("form[data-seen=true]")).toBeVisible();
	await page.keyboard.press(key);
}

/** Of each kind one, told apart by its number. */
function round(number: number): Case[] {
	const isOdd = number % 2 === 1;
	return [
		{
			asked: { kind: "text", title: `${number}: What is the release called?` },
			by: async (page) => {
				await page.keyboard.press("c");
				await expect(page.getByRole("textbox", { name: "Your answer" })).toBeFocused();
				await page.keyboard.type(`jk ${number} aeu?`);
				await page.keyboard.press(SEND);
			},
			expected: { answer: `jk ${number} aeu?` },
		},
		isOdd
			? {
					asked: { kind: "choice", title: `${number}: Which name?`, options: NAMES },
					by: keys("3", "2", SEND),
					expected: { answer: "stock" },
				}
			: {
					asked: {
						kind: "choice",
						title: `${number}: Which name, as suggested?`,
						options: NAMES.map((one) => ({ ...one, recommended: one.id === "inventory" })),
					},
					by: (page) => approve(page, "e"),
					expected: { answer: "inventory" },
				},
		{
			asked: { kind: "multi", title: `${number}: Which may go?`, options: FILES },
			by: keys("3", "1", "2", "2", SEND),
			expected: { answer: ["a", "c"] },
		},
		{
			asked: { kind: "form", title: `${number}: How is the server set up?`, schema: FORM },
			by: async (page) => {
				await keys("Tab")(page);
				await expect(page.getByRole("textbox", { name: "Host name" })).toBeFocused();
				await page.keyboard.type(`host-${number}`);
				await keys("Tab", "M", "Tab", "Space", SEND)(page);
			},
			expected: { answer: { host: `host-${number}`, size: "m", tls: true } },
		},
		isOdd
			? {
					asked: { kind: "approval", title: `${number}: Run it?`, body: "```sh\nnpm test\n```" },
					by: approve,
					expected: { answer: "approve" },
				}
			: {
					asked: { kind: "approval", title: `${number}: Delete it?`, body: "```sh\nrm -r data\n```" },
					by: keys("d"),
					expected: { answer: "reject" },
				},
		isOdd
			? {
					asked: { kind: "review", title: `${number}: Merge it?`, body: DIFF },
					by: approve,
					expected: { answer: "merge" },
				}
			: {
					asked: { kind: "review", title: `${number}: Merge that?`, body: DIFF },
					by: async (page) => {
						await page.keyboard.press("d");
						await expect(page.getByRole("textbox", { name: "Comment" })).toBeFocused();
						await page.keyboard.type("Say it shorter");
						await page.keyboard.press(SEND);
					},
					expected: { answer: "send-back", comment: "Say it shorter" },
				},
	];
}

test("thirty mixed questions are cleared with the keyboard alone, with an undo and a snooze", async ({
	page,
	nightshift,
}) => {
	test.setTimeout(180_000);
	const cases = [1, 2, 3, 4, 5].flatMap(round);
	const tickets: string[] = [];
	for (const { asked } of cases) tickets.push((await nightshift.ask(asked)).ticket);
	const snoozed = await nightshift.ask({ kind: "text", title: "And what about next year?" });
	await openPage(page, nightshift, "/");
	await pressTogether(page, "g", "i");

	const title = page.getByRole("article").getByRole("heading").first();
	const status = page.getByRole("link", { name: /^Needs you/ });
	for (const [index, { asked, by }] of cases.entries()) {
		await expect(title).toHaveText(asked.title);
		// It has the focus once the page has gone on to it; the first one is only shown.
		if (index > 0) await expect(title).toBeFocused();
		await by(page);
		if (index === 1) {
			// Taken back: it is asked again, with what was chosen, and answered by the same keys.
			await expect(title).not.toHaveText(asked.title);
			await page.keyboard.press("u");
			await expect(title).toHaveText(asked.title);
			await expect(title).toBeFocused();
			await expect(page.getByRole("radio", { name: "stock" })).toBeChecked();
			expect(await nightshift.question(tickets[index] as string)).toMatchObject({ status: "pending", answer: null });
			await keys("1", SEND)(page);
		}
	}

	await expect(title).toHaveText("And what about next year?");
	await page.keyboard.press("h");
	await expect(page.getByRole("dialog", { name: /^Snooze/ })).toBeVisible();
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("Enter");
	await expect(page.getByText("You are done here")).toBeVisible();
	await expect(status).toHaveText("Needs you");
	await expect(page).toHaveTitle("Inbox · Nightshift");

	for (const [index, { expected }] of cases.entries()) {
		const answered = await nightshift.question(tickets[index] as string);
		const what = index === 1 ? { answer: "catalog" } : expected;
		expect(answered, `${answered.ticket}, ${answered.title}`).toMatchObject({
			...what,
			status: "answered",
			answeredBy: "human",
		});
	}
	const later = await nightshift.question(snoozed.ticket);
	expect(later.status).toBe("pending");
	expect(Date.parse(later.snoozedUntil ?? "")).toBeGreaterThan(Date.now());
});

test("what is longer than the screen is approved only after all of it was on screen", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask({ kind: "approval", title: "Migrate?", body: LONG });
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await expect(page.getByText("Step 1 of the migration.")).toBeInViewport();
	const last = page.getByText("Step 120 of the migration.");
	await expect(last).not.toBeInViewport();
	await page.keyboard.press("a");
	await expect(page.getByText("Step 1 of the migration.")).not.toBeInViewport();
	// Jumping to the end leaves out what is between.
	await last.scrollIntoViewIfNeeded();
	await page.keyboard.press("a");
	await expect(last).not.toBeInViewport();
	expect(await nightshift.question(ticket)).toMatchObject({ status: "pending" });
	await expect(async () => {
		await page.keyboard.press("a");
		await expect(last).toBeInViewport({ timeout: 200 });
	}).toPass();
	expect(await nightshift.question(ticket)).toMatchObject({ status: "pending" });
	await approve(page);
	await expect(page.getByText("You are done here")).toBeVisible();
	expect(await nightshift.question(ticket)).toMatchObject({ status: "answered", answer: "approve" });
});

test("several are answered together once each was on screen, and all are taken back together", async ({
	page,
	nightshift,
}) => {
	const tickets: string[] = [];
	for (const name of ["one", "two", "three"]) {
		tickets.push((await nightshift.ask({ kind: "approval", title: `Run ${name}?`, body: `\`run ${name}\`` })).ticket);
	}
	await openPage(page, nightshift, "/inbox");
	const { keyboard } = page;
	const title = page.getByRole("article").getByRole("heading").first();
	await expect(title).toHaveText("Run one?");
	await keyboard.press("x");
	await keyboard.press("j");
	await expect(title).toHaveText("Run two?");
	await keyboard.press("x");
	await expect(page.getByRole("region", { name: "Selected questions" })).toContainText("2 selected");
	await keyboard.press("1");
	const dialog = page.getByRole("dialog", { name: "Answer with “Approve”, 2 questions" });
	await expect(dialog.getByRole("listitem")).toHaveText([/Run one\?.*run one.*Approve/, /Run two\?.*run two.*Approve/]);
	await expect(dialog.getByRole("button", { name: /Send 2 answers/ })).toBeEnabled();
	await keyboard.press(SEND);
	await expect(dialog).toBeHidden();
	await expect(page.getByText(`${tickets[0]}, ${tickets[1]} are answered.`).first()).toBeVisible();
	expect(await nightshift.question(tickets[1] as string)).toMatchObject({ answer: "approve" });
	await expect(title).toHaveText("Run three?");

	await keyboard.press("u");
	await expect(page.getByRole("link", { name: /^Needs you/ })).toHaveText("Needs you 3");
	for (const ticket of tickets) expect(await nightshift.question(ticket)).toMatchObject({ status: "pending" });
});

test("the palette leads to a question by its words, and starts a daemon", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask({ kind: "text", title: "How hot is the sauna?" });
	await openPage(page, nightshift, "/");
	await page.keyboard.press("Control+k");
	const field = page.getByRole("combobox");
	await expect(field).toBeFocused();
	await page.keyboard.type("saun");
	await expect(page.getByRole("option", { name: new RegExp(`How hot is the sauna.*${ticket}`) })).toHaveAttribute(
		"aria-selected",
		"true",
	);
	await page.keyboard.press("Enter");
	await expect(page.getByRole("article").getByRole("heading").first()).toHaveText("How hot is the sauna?");

	await page.keyboard.press("Control+k");
	await page.keyboard.type("st"); // not "History"
	await expect(page.getByRole("option", { name: "Start code-developer" })).toHaveAttribute("aria-selected", "true");
	await page.keyboard.press("Enter");
	await expect.poll(async () => (await nightshift.daemon("code-developer")).phase).toBe("running");
});
