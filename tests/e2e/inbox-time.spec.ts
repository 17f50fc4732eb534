import type { Page } from "@playwright/test";
import type { NewQuestion, Question } from "../../server/contract/question.ts";
import { expect, openPage, sharing as test } from "./fixtures.ts";
import { expectAccessible } from "./support/page-checks.ts";

const CHOICE: NewQuestion = {
	kind: "choice",
	title: "Which name should the module have?",
	options: [
		{ id: "catalog", label: "catalog" },
		{ id: "stock", label: "stock" },
	],
};

const article = (page: Page) => page.getByRole("article");
const title = (page: Page) => article(page).getByRole("heading").first();

test("what is put off waits in Later, says until when, and can be had at once", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask({ kind: "text", title: "Not today?" });
	await openPage(page, nightshift, "/inbox");
	await expect(title(page)).toHaveText("Not today?");
	await page.keyboard.press("h");
	await page.keyboard.press("3");
	await expect(page.getByText("You are done here")).toBeVisible();
	await page.getByRole("link", { name: "Later 1" }).click();
	await expect(page.getByRole("list", { name: "Later" })).toContainText("until");
	await expect(article(page)).toContainText("You put it off: it comes back at");
	await expectAccessible(page);
	await page.getByRole("button", { name: "Wake it now" }).click();
	await expect(page.getByText("Nothing is put off")).toBeVisible();
	await expect(page.getByRole("link", { name: "Needs you 1" })).toBeVisible();
	expect(await nightshift.question(ticket)).toMatchObject({ status: "pending", snoozedUntil: null });
});

test("tomorrow is the same moment on the page and in the terminal, and the button says which", async ({
	page,
	nightshift,
}) => {
	const { ticket } = await nightshift.ask({ kind: "text", title: "Tomorrow?" });
	const other = await nightshift.ask({ kind: "text", title: "Tomorrow, too?" });
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await page.keyboard.press("h");
	const tomorrow = page.getByRole("dialog", { name: `Snooze ${ticket}` }).getByRole("button", { name: /^Tomorrow/ });
	await expect(tomorrow).toContainText(/\w{3} 09:00/);
	await tomorrow.click();
	await expect(title(page)).toHaveText("Tomorrow, too?");
	const told = JSON.parse(await nightshift.cli("snooze", other.ticket, "tomorrow", "--json")) as Question;
	expect((await nightshift.question(ticket)).snoozedUntil).toBe(told.snoozedUntil);
});

test("questions are found by their words and narrowed by filters, which the address keeps", async ({
	page,
	nightshift,
}) => {
	await nightshift.ask({ kind: "text", title: "How warm is the greenhouse?", task: "US-1" });
	await nightshift.ask({ ...CHOICE, urgency: "high", task: "US-2" });
	await nightshift.ask({ kind: "approval", title: "Water the greenhouse?", task: "US-2" });
	await openPage(page, nightshift, "/inbox");
	const list = page.getByRole("list", { name: "Needs you" });
	await expect(list.getByRole("listitem")).toHaveCount(3);
	await page.keyboard.press("/");
	await page.keyboard.type("greenh");
	await expect(list.getByRole("listitem")).toHaveText([/How warm/, /Water/]);
	await page.keyboard.press("Escape");
	await page.keyboard.press("j");
	await expect(title(page)).toHaveText("Water the greenhouse?");
	await page.getByRole("button", { name: "Filter" }).click();
	await page.getByRole("combobox", { name: "Kind" }).selectOption("approval");
	await expect(list.getByRole("listitem")).toHaveText([/Water/]);
	await page.reload();
	await expect(list.getByRole("listitem")).toHaveText([/Water/]);
	await expect(page.getByRole("textbox", { name: "Search questions" })).toHaveValue("greenh");
	await page.getByRole("button", { name: "Show all again" }).click();
	await page.getByRole("button", { name: "Clear the search" }).click();
	await expect(list.getByRole("listitem")).toHaveCount(3);
	await article(page).getByRole("link", { name: "US-2" }).click();
	await expect(list.getByRole("listitem")).toHaveText([/Which name/, /Water/]);
});

test("the person asks back and the asker explains, while the question waits", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask(CHOICE);
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await page.keyboard.press("r");
	const field = page.getByRole("textbox", { name: /What do you want to know/ });
	await expect(field).toBeFocused();
	await page.keyboard.type("What is in it?");
	await page.keyboard.press("Control+Enter");
	const thread = article(page).getByRole("region", { name: "Thread" });
	await expect(thread).toContainText("What is in it?");
	await expect(thread).toContainText("not seen yet");
	await expect(field).toBeHidden();
	await nightshift.cli("reply", ticket, "All the **prices**.");
	await expect(thread.locator("strong")).toHaveText("prices");
	expect(await nightshift.question(ticket)).toMatchObject({ status: "pending", messages: 2 });
	await page.keyboard.press("1");
	await page.keyboard.press("Control+Enter");
	await expect(page.getByText("You are done here")).toBeVisible();
	expect(await nightshift.question(ticket)).toMatchObject({ answer: "catalog" });
});

test("files that come with a question: a picture is shown, anything is saved as it is, nothing runs", async ({
	page,
	nightshift,
}) => {
	const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
	const { ticket } = await nightshift.ask({
		kind: "approval",
		title: "Does this look right?",
		attachments: [
			{ name: "page.png", mediaType: "image/png", base64: pixel },
			{
				name: "evil.svg",
				mediaType: "image/svg+xml",
				text: "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
			},
			{ name: "../../table.csv", mediaType: "text/csv", text: "a,b\n1,2\n" },
		],
	});
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	const picture = article(page).getByRole("img", { name: "page.png" });
	await expect(picture).toHaveAttribute("src", /^data:image\/png;base64,/);
	expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
	await expect(article(page).locator("img, object, iframe")).toHaveCount(1);
	const saving = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save table.csv" }).click();
	expect((await saving).suggestedFilename()).toBe("table.csv");
});

test("a default that was acted on shows that it was, and can be kept", async ({ page, nightshift }) => {
	const deadline = new Date(Date.now() + 1_000).toISOString();
	const asked = ["ask", "Which name?", "--choice", "catalog", "--choice", "stock", "--key", `late-${deadline}`];
	await nightshift.cli(...asked, "--deadline", deadline, "--default", "catalog", "--json");
	await openPage(page, nightshift, "/inbox?tab=answered");
	await expect(title(page)).toHaveText("Which name?");
	const outcome = article(page).getByRole("region", { name: "Outcome" });
	await expect(outcome).toContainText("Decided by default");
	await expect(outcome).toContainText("Nobody had answered by its deadline");
	await expect(outcome).toContainText(/got it .*(now|ago)/);
	const late = page.getByRole("region", { name: "Was that right?" });
	await expect(late).toContainText("Nothing is known to have followed");
	await late.getByRole("button", { name: /answered otherwise/ }).click();
	await late.getByRole("radio", { name: "stock" }).check();
	await expectAccessible(page);
	await late.getByRole("button", { name: "Note it, and keep what was done" }).click();
	await expect(outcome).toContainText("You said later stock, and to keep what was done");
	await article(page)
		.getByText(/^What became of it/)
		.click();
	await expect(article(page)).toContainText("Answered late");
});

test("a default that was acted on is had undone: the daemon is told once, in words that say all of it", async ({
	page,
	nightshift,
}) => {
	const deadline = new Date(Date.now() + 1_000).toISOString();
	const asked = ["ask", "Which colour?", "--choice", "red", "--choice", "green", "--key", `redo-${deadline}`];
	const by = ["--daemon", "code-developer", "--deadline", deadline, "--default", "red", "--json"];
	const { ticket } = JSON.parse(await nightshift.cli(...asked, ...by)) as { ticket: string };
	await openPage(page, nightshift, `/inbox?tab=answered&ticket=${ticket}`);
	const late = page.getByRole("region", { name: "Was that right?" });
	await late.getByRole("button", { name: /answered otherwise/ }).click();
	const redo = late.getByRole("button", { name: "Have it undone and done my way" });
	await redo.click();
	await expect(late.getByRole("alert")).not.toBeEmpty(); // nothing was chosen yet
	await late.getByRole("radio", { name: "green" }).check();
	await late.getByRole("textbox", { name: "Comment" }).fill("Red hurts the eyes.");
	await redo.dblclick();
	const outcome = article(page).getByRole("region", { name: "Outcome" });
	await expect(outcome).toContainText("You said later green, and to undo what followed and do it that way");
	await expect(redo).toBeHidden();
	expect(await nightshift.question(ticket)).toMatchObject({
		answer: "red",
		answeredBy: "default",
		late: { answer: "green", comment: "Red hurts the eyes.", choice: "redo" },
	});
	const sent = (await nightshift.activity("code-developer")).filter(({ title }) => title.includes(`About ${ticket}:`));
	expect(sent).toHaveLength(1);
	expect(sent[0]?.title).toContain("What is wanted instead: “green”. Red hurts the eyes. Undo what followed");
});

test("an answer is changed as long as nobody has it", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask(CHOICE);
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await page.keyboard.press("1");
	await page.keyboard.press("Control+Enter");
	await expect(page.getByText("You are done here")).toBeVisible();
	await page.goto(`${nightshift.url}/inbox?tab=answered&ticket=${ticket}`);
	await page.getByRole("button", { name: "Change the answer…" }).click();
	await expect(page.getByRole("radio", { name: "catalog" })).toBeChecked();
	await page.getByRole("radio", { name: "stock" }).check();
	await page.getByRole("button", { name: /^Change the answer/ }).click();
	await expect(article(page).getByRole("region", { name: "Outcome" })).toContainText("stock");
	expect(await nightshift.question(ticket)).toMatchObject({ answer: "stock" });
});
