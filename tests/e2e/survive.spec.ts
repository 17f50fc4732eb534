import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { card, expect, fact, test } from "./fixtures.ts";
import { item } from "./support/workspace.ts";

test.use({
	roadmap: item(
		"US-3",
		"Work through the night",
		"until [ -e morning ]; do sleep 0.05; done",
		"echo done > result.txt",
	),
});

test("a killed dashboard finds the same process still at work, and the page comes back by itself", async ({
	overview: page,
	nightshift,
	workspace,
}) => {
	await nightshift.startDaemon("code-developer");
	await page.getByRole("region", { name: "Needs you" }).getByRole("link", { name: /until/ }).click();
	await page.getByRole("radio", { name: /without asking/ }).check();
	await page.getByRole("button", { name: "Send answer" }).click();
	await page.getByRole("link", { name: /Overview/ }).click();
	await expect(fact(page, "Activity")).toContainText("working");
	await expect(card(page)).toContainText("started from here, 4 of 4 marks match");
	const { pid, startedAt } = await nightshift.daemon("code-developer");

	await nightshift.crash();
	const banner = page.getByRole("status").filter({ hasText: "Connection lost" });
	await expect(banner).toContainText(/showing the state of \d\d:\d\d\. Trying again…/);
	await expect(page.getByRole("button", { name: "Stop code-developer" })).toBeDisabled();
	await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Not connected");

	await nightshift.start();
	await expect(banner).toBeHidden();
	await expect(card(page)).toContainText(`pid ${pid}`);
	await expect(card(page)).toContainText("same process found again, 4 of 4 marks match");
	await expect(fact(page, "Activity")).toContainText("working");
	const after = await nightshift.daemon("code-developer");
	expect(after).toMatchObject({ pid, startedAt, adopted: true, restarts: 0 });

	const worktree = (await workspace.git("worktree", "list", "--porcelain")).match(/^worktree (.*us-3.*)$/m)?.[1];
	await writeFile(join(worktree ?? "", "morning"), "");
	await expect(page.getByRole("region", { name: "Activity" })).toContainText(/Asked Q-\d+: Review US-3/);
	expect(await workspace.git("show", "nightshift/us-3-work-through-the-night:result.txt")).toBe("done");
});

test("a question that was asked before the crash is answered after it", async ({ overview: page, nightshift }) => {
	await nightshift.startDaemon("code-developer");
	await expect(page).toHaveTitle("(1) Nightshift");
	await page.getByRole("link", { name: /Inbox/ }).first().click();
	await page.getByRole("textbox", { name: "Comment" }).fill("before the crash");
	await nightshift.crash();
	await expect(page.getByRole("status").filter({ hasText: "Connection lost" })).toBeVisible();
	await nightshift.start();
	await expect(page.getByRole("status").filter({ hasText: "Connection lost" })).toBeHidden();
	await expect(page.getByRole("textbox", { name: "Comment" })).toHaveValue("before the crash");
	await page.getByRole("radio", { name: "Skip this step" }).check();
	await page.getByRole("button", { name: "Send answer" }).click();
	await expect(page.getByText("Q-1 is answered: Skip this step").first()).toBeVisible();
	expect(await nightshift.question("Q-1")).toMatchObject({ status: "answered", comment: "before the crash" });
});

test("an answer sent while the dashboard is down arrives once it is back", async ({ overview: page, nightshift }) => {
	const { ticket } = await nightshift.ask({ kind: "text", title: "Which colour?" });
	await page.getByRole("link", { name: /Which colour/ }).click();
	await page.getByRole("textbox", { name: "Your answer" }).fill("blue");
	await nightshift.crash();
	await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Not connected");
	await page.getByRole("button", { name: "Send answer" }).click();
	await expect(page.getByRole("button", { name: "Sending…" })).toBeVisible();
	await nightshift.start();
	await expect(page.getByText(`${ticket} is answered: blue`).first()).toBeVisible();
	expect(await nightshift.question(ticket)).toMatchObject({ status: "answered", answer: "blue" });
});

test("a link pressed while the dashboard is down does not lose the page", async ({ overview: page, nightshift }) => {
	await nightshift.crash();
	await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Not connected");
	await page.getByRole("link", { name: /Inbox/ }).first().click();
	await expect(page.getByText("The dashboard does not answer, so the page cannot be opened yet.")).toBeAttached();
	await expect(card(page)).toBeVisible();
	await nightshift.start();
	await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Connected");
	await page.getByRole("link", { name: /Inbox/ }).first().click();
	await expect(page).toHaveTitle("Inbox · Nightshift");
});

test("a browser whose session has ended is told how to get a new one", async ({ overview: page, nightshift }) => {
	await writeFile(join(nightshift.home, "token"), randomBytes(32).toString("base64url"));
	await expect(page.getByRole("status")).toContainText("This browser is signed out.");
	await page.goto(await nightshift.link());
	await expect(page.getByRole("navigation", { name: "Main" })).toContainText("Connected");
});
