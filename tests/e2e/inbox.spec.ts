import type { Page } from "@playwright/test";
import type { NewQuestion } from "../../server/contract/question.ts";
import { expect, openPage, pressTogether, sharing as test } from "./fixtures.ts";

const CHOICE: NewQuestion = {
	kind: "choice",
	title: "Which name should the module have?",
	options: [
		{ id: "catalog", label: "catalog", recommended: true },
		{ id: "stock", label: "stock" },
	],
};

const article = (page: Page) => page.getByRole("article");

test("of two tabs the first wins, and the second is shown who answered what and keeps what it typed", async ({
	overview: first,
	nightshift,
	context,
}) => {
	const { ticket } = await nightshift.ask(CHOICE);
	const second = await context.newPage();
	await second.goto(`${nightshift.url}/inbox?ticket=${ticket}`);
	await second.getByRole("radio", { name: "catalog" }).check();
	await second.getByRole("textbox", { name: "Comment" }).fill("a word that took me long");

	await first.goto(`${nightshift.url}/inbox?ticket=${ticket}`);
	await first.getByRole("radio", { name: "stock" }).check();
	await first.getByRole("button", { name: "Send answer" }).click();
	await expect(first.getByText(`${ticket} is answered: stock`).first()).toBeVisible();

	const outcome = article(second).getByRole("region", { name: "Outcome" });
	await expect(outcome).toContainText("Answered somewhere else, before yours was sent");
	await expect(outcome).toContainText("stock");
	await expect(outcome).toContainText("a word that took me long");
	await expect(second.getByRole("button", { name: "Send answer" })).toBeHidden();
	expect(await nightshift.question(ticket)).toMatchObject({ answer: "stock", comment: null });
});

test("two answers at the same moment: one is taken, the other is told", async ({
	overview: page,
	nightshift,
	context,
}) => {
	const { ticket } = await nightshift.ask(CHOICE);
	const pages = [page, await context.newPage()];
	await Promise.all(
		pages.map(async (one, index) => {
			await one.goto(`${nightshift.url}/inbox?ticket=${ticket}`);
			await one.getByRole("radio", { name: index === 0 ? "catalog" : "stock" }).check();
		}),
	);
	await Promise.all(pages.map((one) => one.keyboard.press("Control+Enter")));
	await expect.poll(async () => (await nightshift.question(ticket)).status).toBe("answered");
	const { answer } = await nightshift.question(ticket);
	const loser = pages[answer === "catalog" ? 1 : 0] as Page;
	await expect(article(loser).getByRole("region", { name: "Outcome" })).toContainText(String(answer));
});

test("the inbox is cleared with the keyboard alone", async ({ page, nightshift }) => {
	const first = await nightshift.ask(CHOICE);
	const second = await nightshift.ask({ kind: "text", title: "What is the release called?" });
	const third = await nightshift.ask({
		kind: "multi",
		title: "Which may go?",
		options: [
			{ id: "a", label: "a.ts" },
			{ id: "b", label: "b.ts" },
			{ id: "c", label: "c.ts" },
		],
	});
	await openPage(page, nightshift, "/");
	const { keyboard } = page;
	const title = article(page).getByRole("heading").first();

	await pressTogether(page, "g", "i");
	await expect(page).toHaveTitle("(3) Inbox · Nightshift");
	await expect(title).toHaveText("Which name should the module have?");

	await keyboard.press("j");
	await expect(title).toHaveText("What is the release called?");
	await keyboard.press("k");
	await expect(title).toHaveText("Which name should the module have?");

	await keyboard.press("2");
	await expect(page.getByRole("radio", { name: "stock" })).toBeChecked();
	await keyboard.press("Control+Enter");
	await expect(title).toHaveText("What is the release called?");
	await expect(title).toBeFocused();

	await keyboard.press("c");
	await expect(page.getByRole("textbox", { name: "Your answer" })).toBeFocused();
	await keyboard.type("1 jolly kangaroo?");
	await expect(page.getByRole("textbox", { name: "Your answer" })).toHaveValue("1 jolly kangaroo?");
	await expect(title).toHaveText("What is the release called?");
	await keyboard.press("Control+Enter");

	await expect(title).toHaveText("Which may go?");
	await keyboard.press("1");
	await keyboard.press("3");
	await keyboard.press("2");
	await keyboard.press("2");
	for (const [label, checked] of Object.entries({ "a.ts": true, "b.ts": false, "c.ts": true })) {
		await expect(page.getByRole("checkbox", { name: label })).toBeChecked({ checked });
	}
	await keyboard.press("Control+Enter");
	await expect(page.getByText("You are done here")).toBeVisible();
	await expect(page).toHaveTitle("Inbox · Nightshift");

	expect(await nightshift.question(first.ticket)).toMatchObject({ answer: "stock" });
	expect(await nightshift.question(second.ticket)).toMatchObject({ answer: "1 jolly kangaroo?" });
	expect(await nightshift.question(third.ticket)).toMatchObject({ answer: ["a", "c"] });
});

test("the keys dialog lists the keys, closes with Escape, and can turn single keys off", async ({
	page,
	nightshift,
}) => {
	await nightshift.ask(CHOICE);
	await nightshift.ask({ kind: "text", title: "And then?" });
	await openPage(page, nightshift, "/inbox");
	const title = article(page).getByRole("heading").first();
	await expect(title).toHaveText("Which name should the module have?");
	await page.keyboard.press("?");
	const dialog = page.getByRole("dialog", { name: "Keys" });
	await expect(dialog).toContainText("Next question");
	await expect(dialog).toContainText("Go to Inbox");
	await page.keyboard.press("j");
	await dialog.getByRole("checkbox", { name: /Single-key shortcuts/ }).uncheck();
	await page.keyboard.press("Escape");
	await expect(dialog).toBeHidden();
	await expect(title).toHaveText("Which name should the module have?");
	await page.keyboard.press("j");
	await page.getByRole("button", { name: /Keys/ }).click();
	await dialog.getByRole("checkbox", { name: /Single-key shortcuts/ }).check();
	await page.keyboard.press("Escape");
	await expect(dialog).toBeHidden();
	await expect(title).toHaveText("Which name should the module have?");
	await page.keyboard.press("j");
	await expect(title).toHaveText("And then?");
});

test("nothing is sent before something is chosen, and Enter alone never sends", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask({ kind: "approval", title: "Delete everything?" });
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await page.getByRole("button", { name: "Send answer" }).click();
	await expect(page.getByRole("alert").filter({ hasText: "Choose one of the options first." })).toBeVisible();
	await page.keyboard.press("1");
	await expect(page.getByRole("radio", { name: "Approve" })).toBeFocused();
	await page.keyboard.press("Enter");
	expect(await nightshift.question(ticket)).toMatchObject({ status: "pending" });
	await expect(page.getByRole("button", { name: "Send answer" })).toBeEnabled();
});

test("a body cannot run, load or disguise anything", async ({ page, nightshift }) => {
	const outside: string[] = [];
	page.on("request", (request) => {
		if (!request.url().startsWith(nightshift.url) && !request.url().startsWith("data:")) outside.push(request.url());
	});
	const { ticket } = await nightshift.ask({
		kind: "approval",
		title: "Run \u202Etxt.exe\u202C?",
		body: [
			"<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>",
			"![a chart](http://127.0.0.1:9/x.png) and [safe.example](https://evil.example/path) and [js](javascript:alert(1))",
			"`rm \u200Bfile\u202E`",
			"| a | b |\n|---|---|\n| 1 | 2 |",
		].join("\n\n"),
		options: [{ id: "go", label: "go\u2066 away" }],
	});
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	const question = article(page);
	await expect(question.getByRole("table")).toContainText("2");
	await expect(question.getByRole("link", { name: "safe.example" })).toHaveAttribute("rel", /noopener/);
	await expect(question).toContainText("(evil.example)");
	await expect(question.getByRole("link", { name: "js" })).toHaveCount(0);
	await expect(question).toContainText("[image: a chart]");
	await expect(question.locator("img, script, iframe")).toHaveCount(0);
	await expect(question.getByRole("heading").first()).toHaveText("Run U+202Etxt.exeU+202C?");
	await expect(question.locator("code")).toHaveText("rm U+200BfileU+202E");
	await expect(page.getByRole("radio")).toHaveAccessibleName(/goU\+2066 away/);
	await expect(page).toHaveTitle("(1) Inbox · Nightshift");
	expect(outside).toEqual([]);
});

test("a form is drawn, checked and answered as an object", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask({
		kind: "form",
		title: "How should the server be set up?",
		schema: {
			type: "object",
			required: ["host", "size"],
			properties: {
				host: { type: "string", title: "Host name", maxLength: 40 },
				size: { type: "string", title: "Size", enum: ["s", "m"], enumNames: ["Small", "Medium"] },
				replicas: { type: "integer", title: "Replicas", minimum: 1, default: 2 },
				tls: { type: "boolean", title: "With TLS", default: true },
				zones: { type: "array", title: "Zones", items: { type: "string", enum: ["a", "b"] } },
			},
		},
	});
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await page.getByRole("button", { name: "Send answer" }).click();
	await expect(page.getByRole("alert").filter({ hasText: "“Host name” is needed." })).toBeVisible();
	await page.getByRole("textbox", { name: "Host name" }).fill("staging");
	await page.getByRole("combobox", { name: "Size" }).selectOption("Medium");
	await page.getByRole("textbox", { name: "Replicas" }).fill("0");
	await page.getByRole("checkbox", { name: "b" }).check();
	await page.getByRole("button", { name: "Send answer" }).click();
	// What only the dashboard checks comes back as its sentence, and the form stays as it was.
	await expect(page.getByRole("alert").filter({ hasText: "was not answered" })).toBeVisible();
	await page.getByRole("textbox", { name: "Replicas" }).fill("3");
	await page.getByRole("button", { name: "Send answer" }).click();
	await expect(page.getByText("You are done here")).toBeVisible();
	expect((await nightshift.question(ticket)).answer).toEqual({
		host: "staging",
		size: "m",
		replicas: 3,
		tls: true,
		zones: ["b"],
	});
});

test("a deadline and what follows it are shown; a default that fired says so", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask({
		...CHOICE,
		deadlineAt: new Date(Date.now() + 3_600_000).toISOString(),
		onDeadline: "default",
		default: "stock",
	});
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await expect(article(page)).toContainText(/Unanswered by .*\(in (59|60) min\), it takes “stock”/);

	const soon = await nightshift.ask({
		kind: "choice",
		title: "Quickly?",
		options: [{ id: "yes", label: "Yes" }],
		deadlineAt: new Date(Date.now() + 1_500).toISOString(),
		onDeadline: "default",
		default: "yes",
	});
	await page.getByRole("link", { name: /Quickly/ }).click();
	await expect(article(page).getByRole("region", { name: "Outcome" })).toContainText("Decided by default");
	expect(await nightshift.question(soon.ticket)).toMatchObject({ status: "defaulted", answeredBy: "default" });
});

test("a question taken back while it is open says why", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask({ kind: "text", title: "Still needed?" });
	await openPage(page, nightshift, `/inbox?ticket=${ticket}`);
	await page.getByRole("textbox", { name: "Your answer" }).fill("yes, because");
	await nightshift.withdraw(ticket, "It solved itself.");
	const outcome = article(page).getByRole("region", { name: "Outcome" });
	await expect(outcome).toContainText("Withdrawn: no answer is needed any more.");
	await expect(outcome).toContainText("It solved itself.");
	await expect(outcome).toContainText("yes, because");
});

test("what was answered can be looked up, also after a reload", async ({ page, nightshift }) => {
	const { ticket } = await nightshift.ask(CHOICE);
	await openPage(page, nightshift, "/inbox");
	await expect(article(page).getByRole("heading").first()).toHaveText(CHOICE.title);
	await page.keyboard.press("1");
	await expect(page.getByRole("radio", { name: "catalog" })).toBeChecked();
	await page.getByRole("textbox", { name: "Comment" }).fill("as in the shop");
	await page.keyboard.press("Control+Enter");
	await expect(page.getByText("You are done here")).toBeVisible();
	await page.reload();
	await page.getByRole("link", { name: "Answered" }).click();
	await page.getByRole("link", { name: new RegExp(`${ticket}\\b`) }).click();
	const outcome = article(page).getByRole("region", { name: "Outcome" });
	await expect(outcome).toContainText("catalog");
	await expect(outcome).toContainText("as in the shop");
});

test("a draft survives going to another question and a reload", async ({ page, nightshift }) => {
	await nightshift.ask({ kind: "text", title: "First?" });
	await nightshift.ask({ kind: "text", title: "Second?" });
	await openPage(page, nightshift, "/inbox");
	await page.getByRole("textbox", { name: "Your answer" }).fill("half a thought");
	await page.getByRole("link", { name: /Second/ }).click();
	await expect(page.getByRole("textbox", { name: "Your answer" })).toHaveValue("");
	await page.getByRole("link", { name: /First/ }).click();
	await expect(page.getByRole("textbox", { name: "Your answer" })).toHaveValue("half a thought");
	await page.reload();
	await expect(page.getByRole("textbox", { name: "Your answer" })).toHaveValue("half a thought");
});

test.describe("on a phone", () => {
	test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

	test("the list leads to the question and back, and an answer to the next question", async ({ page, nightshift }) => {
		await nightshift.ask({ kind: "text", title: "First?" });
		await nightshift.ask(CHOICE);
		await openPage(page, nightshift, "/inbox");
		await expect(article(page)).toBeHidden();
		await page.getByRole("link", { name: /First/ }).tap();
		await expect(article(page)).toContainText("First?");
		await expect(page.getByRole("link", { name: /Which name/ })).toBeHidden();

		await page.getByRole("button", { name: "Inbox" }).tap();
		await expect(article(page)).toBeHidden();
		await page.getByRole("link", { name: /First/ }).tap();
		await page.goBack();
		await expect(page.getByRole("link", { name: /Which name/ })).toBeVisible();

		await page.getByRole("link", { name: /First/ }).tap();
		await page.getByRole("textbox", { name: "Your answer" }).fill("done");
		await page.getByRole("button", { name: "Send answer" }).tap();
		await expect(article(page).getByRole("heading").first()).toHaveText("Which name should the module have?");
		await page.getByText("catalog").tap();
		await page.getByRole("button", { name: "Send answer" }).tap();
		await expect(page.getByText("Nothing needs you")).toBeVisible();
	});
});
