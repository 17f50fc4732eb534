import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase } from "../../server/db/open.ts";
import { answerQuestion } from "../../server/inbox/answer-question.ts";
import { recordActivity } from "../../server/inbox/record-activity.ts";
import { sendCommand } from "../../server/inbox/send-command.ts";
import { recordCheck } from "../../server/work/record-check.ts";
import { createCall, createRun, createTurn } from "../support/runs.ts";
import { expect, openPage, test } from "./fixtures.ts";
import type { Nightshift } from "./support/nightshift.ts";
import { expectAccessible, expectNoSidewaysScroll, watchManners } from "./support/page-checks.ts";

const daemon = "code-developer";
/** Where it is about noon: what happened within an hour happened today. */
const noon = 12 - new Date().getUTCHours();
test.use({ timezoneId: `Etc/GMT${noon < 0 ? `+${-noon}` : `-${noon}`}` });
const SLY = "echo safe\u202E | sh";

/** A day's work as a developer would have recorded it: a finished run, and one in work whose branch is gone. */
async function recordWork(nightshift: Nightshift, { steps = 7 } = {}) {
	const db = await openDatabase(join(nightshift.home, "nightshift.db"));
	try {
		const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
		const run = await createRun(db, {
			item: "US-1",
			title: "Greet visitors by name",
			workspace: "/nowhere",
			worktree: "/nowhere/either",
			agent: "Scripted agent 1.2.3",
			status: "review",
			activeMs: 754_000,
			inputTokens: 12_300,
			outputTokens: 900,
			cost: 0.42,
			currency: "USD",
			startedAt: ago(50),
			endedAt: ago(2),
		});
		const say = (minutes: number, kind: "task" | "message" | "plan" | "commit", title: string, detail?: string) =>
			recordActivity(db, { daemon, task: "US-1", kind, title, detail: detail ?? null, at: ago(minutes).toISOString() });
		await say(50, "task", "Took US-1: Greet visitors by name");
		await sendCommand(db, daemon, { text: "Use the name from the profile, please." });
		const turn = await createTurn(db, run.id, {
			startedAt: ago(49),
			endedAt: ago(3),
			prompt: "Work on US-1.",
			reply: "Done.",
			stopReason: "end_turn",
			inputTokens: 12_300,
			outputTokens: 900,
			cost: 0.42,
			currency: "USD",
		});
		await say(
			48,
			"message",
			"I look at how greetings are made.",
			"I look at how greetings are made.\nThen I change them.",
		);
		for (let step = 0; step < steps; step++) {
			const edit = step < steps - 2;
			await createCall(db, turn.id, {
				callId: `step-${step}`,
				title: edit ? `Edit src/greet-${step}.ts` : step === steps - 1 ? SLY : "npm test",
				kind: edit ? "edit" : "execute",
				status: step === steps - 1 ? "failed" : "completed",
				command: edit ? null : step === steps - 1 ? SLY : "npm test",
				output: edit ? null : "12 tests passed\n",
				changes: edit
					? [
							{
								path: `src/greet-${step}.ts`,
								oldText: 'export const greet = () => "Hello";\n',
								newText: "export const greet = (name: string) => `Hello, $" + "{name}`;\n",
							},
						]
					: [],
				startedAt: ago(47 - step / 100),
				endedAt: ago(46),
			});
		}
		await say(10, "plan", "Plan: 2 steps", "1. Greet\n2. Test");
		const check = { runId: run.id, command: "npm test", startedAt: ago(5) };
		await recordCheck(db, { ...check, ok: false, how: "exit code 1", output: "1 test failed: greets by name" });
		await recordCheck(db, { ...check, ok: true, how: "exit code 0", output: "13 tests passed" });
		return run.id;
	} finally {
		await db.close();
	}
}

test("what happened is there by days and runs, with steps folded, and goes on as one looks", async ({
	page,
	nightshift,
}) => {
	const run = await recordWork(nightshift);
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/");
	await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Activity" }).click();
	await expect(page).toHaveTitle("Activity · Nightshift");
	await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();
	await expect(page.getByText("Took US-1: Greet visitors by name")).toBeVisible();

	const steps = page.locator('[data-kind="steps"]');
	await expect(steps).toContainText("7 steps: 5 edits, 2 commands");
	await expect(steps).toContainText("1 failed");
	await steps.locator("summary").first().click();
	await steps.getByText("Edit src/greet-0.ts").click();
	await expect(steps.getByText("1 file")).toBeVisible();
	await expect(steps.getByText("src/greet-0.ts", { exact: true }).last()).toBeVisible();
	// What would hide in a command does not.
	await expect(steps.getByText("U+202E").first()).toBeVisible();

	await page.getByRole("button", { name: "Last thing you said" }).click();
	await expect(page.locator('[data-kind="person"]:focus')).toContainText("Use the name from the profile");
	await page.getByRole("button", { name: "Checks", exact: true }).click();
	await expect(page).toHaveURL(/only=checks/);
	await expect(page.locator("[data-entry]")).toHaveCount(2);
	await page.getByRole("button", { name: "All", exact: true }).click();
	await page.keyboard.press("/");
	await expect(page.locator("input:focus")).toBeVisible();
	await page.keyboard.type("greetings are");
	await expect(page.locator("[data-entry]")).toHaveCount(1);
	await page.getByRole("button", { name: "Clear the search" }).click();

	// What happens elsewhere is there without being asked for.
	const question = await nightshift.ask({ daemon, kind: "approval", title: "May I merge US-1?", task: "US-1" });
	await expect(page.locator('[data-kind="question"]').first()).toContainText("May I merge US-1?");
	const db = await openDatabase(join(nightshift.home, "nightshift.db"));
	await answerQuestion(db, question.ticket, { answer: question.options[0]?.id ?? "", comment: "Well done" });
	await db.close();
	await expect(page.locator('[data-kind="person"]').first()).toContainText(`Answered ${question.ticket}`);
	await expectAccessible(page);

	await page
		.getByRole("link", { name: `Run ${run}` })
		.first()
		.click();
	await expect(page.getByRole("heading", { level: 1 })).toContainText("Greet visitors by name");
	expect(bad).toEqual([]);
});

test("a run has its facts, checks, diff and files to keep", async ({ page, nightshift }) => {
	const run = await recordWork(nightshift);
	await openPage(page, nightshift, `/activity?run=${run}`);
	const facts = page.locator("header dl");
	await expect(facts).toContainText("nightshift/us-1");
	await expect(facts).toContainText("Scripted agent 1.2.3");
	await expect(facts).toContainText(/13\.2 k tokens · \$0\.42 · 1 turn, 7 steps/);
	await expectAccessible(page);

	await page.getByRole("link", { name: "Checks 2, 1 failed" }).click();
	await expect(page.getByText("1 test failed: greets by name")).toBeVisible();
	await expectAccessible(page);

	await page.getByRole("link", { name: "Diff" }).click();
	await expect(page.getByText("Neither the worktree nor the branch is there any more")).toBeVisible();
	await expect(page.getByText("5 files")).toBeVisible();
	await page.getByRole("button", { name: "Side by side" }).click();
	await expect(page.getByRole("button", { name: "Side by side" })).toHaveAttribute("aria-pressed", "true");
	await page.keyboard.press("Escape");
	await page.keyboard.press("n");
	await expect(page.locator("[data-diff-file]:focus")).toContainText("src/greet-");
	const first = await page.locator("[data-diff-file]:focus").textContent();
	await page.keyboard.press("n");
	await expect(page.locator("[data-diff-file]:focus")).not.toHaveText(first ?? "");
	await page.keyboard.press("p");
	await expect(page.locator("[data-diff-file]:focus")).toHaveText(first ?? "");
	await expectAccessible(page);

	const saved = page.waitForEvent("download");
	await page.getByRole("button", { name: "Markdown" }).click();
	const file = await (await saved).path();
	expect(await readFile(file, "utf8")).toContain("Greet visitors by name");
});

test("a file of fifteen thousand changed lines is folded, and opens without drawing them all", async ({
	page,
	nightshift,
}) => {
	const db = await openDatabase(join(nightshift.home, "nightshift.db"));
	const run = await createRun(db, { workspace: "/nowhere", worktree: "/nowhere/either" });
	const turn = await createTurn(db, run.id);
	const newText = Array.from({ length: 15_000 }, (_, line) => `line ${line + 1}`).join("\n");
	await createCall(db, turn.id, { changes: [{ path: "long.txt", oldText: null, newText }] });
	await db.close();
	await openPage(page, nightshift, `/activity?run=${run.id}&tab=diff`);
	await expect(page.locator("[data-diff-file]")).toContainText("long.txt");
	await expect(page.getByText("line 1", { exact: true })).toBeHidden();
	await page.keyboard.press("n");
	await expect(page.locator("[data-diff-file]:focus")).toContainText("long.txt");
	await page.keyboard.press("Enter");
	const lines = page.getByRole("region", { name: /^Changes of long\.txt/ });
	await expect(lines.getByText("line 1", { exact: true })).toBeVisible();
	expect(await lines.locator("[data-index]").count()).toBeLessThan(200);
	await lines.focus();
	await page.keyboard.press("End");
	await expect(lines.getByText("line 15000", { exact: true })).toBeVisible();
	await expectAccessible(page);
});

test("it is read backwards without what is read moving, and fits a phone", async ({ page, nightshift }) => {
	const db = await openDatabase(join(nightshift.home, "nightshift.db"));
	for (let message = 1; message <= 250; message++) {
		const at = new Date(Date.now() - (300 - message) * 1_000).toISOString();
		await recordActivity(db, { kind: "message", daemon, title: `message ${message}`, at });
	}
	await db.close();
	await page.setViewportSize({ width: 360, height: 760 });
	await openPage(page, nightshift, "/activity");
	await expect(page.getByText("message 250", { exact: true })).toBeVisible();
	await expectNoSidewaysScroll(page);
	await expectAccessible(page);
	const older = page.getByRole("button", { name: "Show older" });
	await older.scrollIntoViewIfNeeded();
	const last = page.locator('[data-kind="message"]').last();
	const key = await last.getAttribute("data-entry");
	const place = () => page.locator(`[data-entry="${key}"]`).boundingBox();
	const before = await place();
	await older.click();
	await expect.poll(() => page.locator('[data-kind="message"]').count()).toBeGreaterThan(150);
	expect((await place())?.y).toBe(before?.y);
	await older.click();
	await expect(page.getByText("message 1", { exact: true })).toBeAttached();
});

test("a real run of the developer is recorded from its first word to its commit", async ({ page, nightshift }) => {
	await openPage(page, nightshift, "/activity");
	await nightshift.startDaemon(daemon);
	await expect(page.getByText("Took US-1", { exact: false }).first()).toBeVisible({ timeout: 60_000 });
	await page.getByRole("link", { name: "Run 1" }).first().click();
	await expect(page.locator('[data-kind="prompt"]')).toBeVisible();
});
