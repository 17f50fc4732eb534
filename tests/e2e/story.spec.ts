import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { card, expect, fact, test } from "./fixtures.ts";
import { item } from "./support/workspace.ts";

test.use({
	roadmap: [
		"# Roadmap",
		item("US-1", "Write the greeting", 'echo "hello" > greeting.txt', "wc -c greeting.txt > size.txt"),
		item("US-2", "Write the farewell", 'echo "bye" > farewell.txt'),
	].join("\n\n"),
});

test("the daemon is started, asks, is answered in the browser, and commits its work on a branch", async ({
	overview: page,
	nightshift,
	workspace,
}) => {
	const before = await workspace.git("rev-parse", "HEAD");

	await test.step("press Start", async () => {
		await expect(fact(page, "Phase")).toHaveText("stopped");
		await page.getByRole("button", { name: "Start code-developer" }).click();
		await expect(fact(page, "Phase")).toHaveText("running");
	});

	await test.step("its question appears by itself", async () => {
		const needsYou = page.getByRole("region", { name: "Needs you" });
		await expect(needsYou.getByRole("listitem")).toHaveCount(1);
		await expect(page).toHaveTitle("(1) Nightshift");
		await expect(fact(page, "Activity")).toContainText("waiting");
		await expect(card(page)).toContainText("US-1");
		await expect(page.getByRole("list", { name: "Plan" }).locator("[data-status=waiting]")).toHaveCount(1);
		await needsYou.getByRole("link", { name: /echo "hello"/ }).click();
	});

	await test.step("it shows exactly what would run", async () => {
		await expect(page).toHaveURL(/\/inbox\?ticket=Q-1$/);
		const question = page.getByRole("article");
		await expect(question.locator("pre")).toHaveText('echo "hello" > greeting.txt\n');
		await expect(question).toContainText("nightshift/us-1-write-the-greeting");
	});

	await test.step("answer it, for this item's other steps too", async () => {
		await page.getByRole("radio", { name: /without asking/ }).check();
		await page.getByRole("button", { name: "Send answer" }).click();
		await expect(page.getByRole("article").getByRole("heading").first()).not.toContainText("echo");
	});

	await test.step("the work is on a branch of its own, and the next item asks", async () => {
		await page.getByRole("link", { name: /Overview/ }).click();
		const activity = page.getByRole("region", { name: "Activity" });
		await expect(activity).toContainText("Committed");
		await expect(activity).toContainText(/Asked Q-\d+: Review US-1/);
		await expect(card(page)).toContainText("US-2");
		await expect(page).toHaveTitle("(2) Nightshift");
	});

	const branch = "nightshift/us-1-write-the-greeting";
	expect(await workspace.git("show", `${branch}:greeting.txt`)).toBe("hello");
	expect(await workspace.git("show", `${branch}:size.txt`)).toContain("6 greeting.txt");
	expect(await workspace.git("rev-list", "--count", `main..${branch}`)).toBe("1");
	expect(await workspace.git("show", `${branch}:ROADMAP.md`)).toContain("✅");

	// The person's own checkout is as it was.
	expect(await workspace.git("rev-parse", "HEAD")).toBe(before);
	expect(await workspace.git("branch", "--show-current")).toBe("main");
	expect(await workspace.git("status", "--porcelain")).toBe("");
	expect(await readFile(join(workspace.folder, "notes.txt"), "utf8")).toBe("first line\n");
	expect((await nightshift.question("Q-1")).answeredBy).toBe("human");

	await test.step("the finished work is looked at, and taken over on the person's word", async () => {
		await page
			.getByRole("region", { name: "Needs you" })
			.getByRole("link", { name: /Review US-1/ })
			.click();
		const question = page.getByRole("article");
		await expect(question).toContainText("+hello");
		await page.getByRole("radio", { name: /Merge/ }).check();
		await page.getByRole("button", { name: "Send answer" }).click();
		await expect.poll(() => workspace.git("log", "-1", "--format=%s")).toContain("US-1");
		expect(await readFile(join(workspace.folder, "greeting.txt"), "utf8")).toBe("hello\n");
		expect(await readFile(join(workspace.folder, "notes.txt"), "utf8")).toBe("first line\n");
	});
});

test.describe("steps", () => {
	// The second step goes on when the test says so, with a file.
	test.use({
		roadmap: item(
			"US-7",
			"Count slowly",
			"echo one > count.txt",
			"until [ -e go ]; do sleep 0.05; done",
			"echo three >> count.txt",
		),
	});

	test("tick one after the other, with the progress, while they run", async ({
		overview: page,
		nightshift,
		workspace,
	}) => {
		await nightshift.startDaemon("code-developer");
		await page
			.getByRole("region", { name: "Needs you" })
			.getByRole("link", { name: /echo one/ })
			.click();
		await page.getByRole("radio", { name: /without asking/ }).check();
		await page.getByRole("button", { name: "Send answer" }).click();
		await page.getByRole("link", { name: /Overview/ }).click();

		const steps = page.getByRole("list", { name: "Plan" }).getByRole("listitem");
		await expect(steps).toHaveCount(3);
		await expect(steps.nth(0)).toContainText("done");
		await expect(steps.nth(1)).toContainText("in progress");
		await expect(steps.nth(2)).toContainText("to do");
		await expect(page.getByRole("progressbar", { name: "Progress of US-7" })).toHaveAttribute("aria-valuenow", "33");
		await expect(page.getByRole("banner")).toContainText("Working");
		await expect(page.getByRole("banner")).toContainText("US-7 · Count slowly");

		const worktree = (await workspace.git("worktree", "list", "--porcelain")).match(/^worktree (.*us-7.*)$/m)?.[1];
		if (!worktree) throw new Error("the worktree of US-7 is not listed");
		await writeFile(join(worktree, "go"), "");
		await expect(page.getByRole("region", { name: "Activity" })).toContainText(/Asked Q-\d+: Review US-7/);
	});
});
