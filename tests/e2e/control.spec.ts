import { fileURLToPath } from "node:url";
import { card, expect, fact, sharing as test } from "./fixtures.ts";

const program = (name: string) => fileURLToPath(new URL(`../fixtures/programs/${name}`, import.meta.url));

test.use({
	daemons: {
		polite: { command: ["node", program("polite.mjs")], autostart: false },
		deaf: {
			command: ["node", program("deaf.mjs")],
			autostart: false,
			stop: { timeout: "4s" },
			// Until it has said so, a signal still ends it.
			ready: { log: "up" },
		},
		crasher: {
			command: ["node", program("exits.mjs"), "0", "3"],
			autostart: false,
			restart: { backoff: { initial: "50s", max: "60s", jitter: 0 }, limit: { failures: 5, within: "10m" } },
		},
	},
});

test("Stop shows that it stops, then that it is stopped, and says how it ended", async ({
	overview: page,
	nightshift,
}) => {
	await page.getByRole("button", { name: "Start code-developer" }).click();
	await expect(fact(page, "Phase")).toHaveText("running");
	const { pid } = await nightshift.daemon("code-developer");
	await page.getByRole("button", { name: "Stop code-developer" }).click();
	await expect(fact(page, "Phase")).toHaveText("stopped");
	await expect(fact(page, "Wanted")).toHaveText("down");
	await expect(card(page)).toContainText("Stopped on request");
	await expect(page.getByRole("button", { name: "Start code-developer" })).toBeEnabled();
	expect(() => process.kill(pid ?? 0, 0)).toThrow("ESRCH");
});

test("the second half of a double click on Start does not stop what it started", async ({
	overview: page,
	nightshift,
}) => {
	await page.getByRole("link", { name: "polite" }).click();
	await card(page, "polite").getByRole("button", { name: "Start polite" }).click();
	// The page may have moved meanwhile: the second half is meant for what now stands where Start was.
	await page.getByRole("button", { name: "Stop polite" }).hover();
	await page.mouse.down({ clickCount: 2 });
	await page.mouse.up({ clickCount: 2 });
	await expect(fact(page, "Phase")).toHaveText("running");
	expect(await nightshift.daemon("polite")).toMatchObject({ desired: "up" });
});

test("Restart brings another process", async ({ overview: page, nightshift }) => {
	await page.getByRole("link", { name: "polite" }).click();
	await page.getByRole("button", { name: "Start polite" }).click();
	await expect(fact(page, "Phase")).toHaveText("running");
	const before = await nightshift.daemon("polite");
	await page.getByRole("button", { name: "Restart polite" }).click();
	await expect(card(page, "polite")).not.toContainText(`pid ${before.pid}`);
	await expect(card(page, "polite")).toContainText("started from here");
	expect((await nightshift.daemon("polite")).pid).not.toBe(before.pid);
});

test("a program that ignores the polite signal: the force is announced beforehand and told afterwards", async ({
	overview: page,
}) => {
	await page.getByRole("link", { name: "deaf" }).click();
	await page.getByRole("button", { name: "Start deaf" }).click();
	await expect(fact(page, "Phase")).toHaveText("running");
	await page.getByRole("button", { name: "Stop deaf" }).click();
	await expect(page.getByRole("button", { name: "Stopping…" })).toBeDisabled();
	await expect(card(page, "deaf")).toContainText(/Force in [1-4] s\./);
	await expect(fact(page, "Phase")).toHaveText("stopped");
	await expect(card(page, "deaf")).toContainText("It ignored the polite signal and had to be killed.");
});

test("a crash is explained, counts down to the next attempt, and can be cut short", async ({ overview: page }) => {
	await page.getByRole("link", { name: "crasher" }).click();
	await page.getByRole("button", { name: "Start crasher" }).click();
	await expect(fact(page, "Phase")).toHaveText("backing off");
	await expect(card(page, "crasher")).toContainText("Crashed with exit code 3.");
	await expect(card(page, "crasher")).toContainText(/Tries again in 00:(50|4\d)/);
	await expect(card(page, "crasher")).toContainText("(attempt 1 of 5)");
	await expect(page.getByRole("banner")).toContainText("Backing off");
	await expect(page.getByRole("banner")).toContainText("crasher");

	await page.getByRole("button", { name: "Start now crasher" }).click();
	await expect(card(page, "crasher")).toContainText("(attempt 1 of 5)");
	await page.getByRole("button", { name: "Stop trying crasher" }).click();
	await expect(fact(page, "Phase")).toHaveText("stopped");
	await expect(card(page, "crasher")).not.toContainText("Tries again");
});

test("what happens on the command line is on the page at once", async ({ overview: page, nightshift }) => {
	const row = page.getByRole("region", { name: "polite" });
	await expect(row).toContainText("Stopped");
	await nightshift.cli("start", "polite");
	await expect(row).toContainText("Running");
	await nightshift.cli("stop", "polite");
	await expect(row).toContainText("Stopped on request");
});

test("figures and charts are live, and say so to those who do not see them", async ({ overview: page, nightshift }) => {
	await nightshift.startDaemon("code-developer");
	const memory = card(page).getByText("Memory, whole tree").locator("..");
	await expect(memory).toContainText(/\d+(\.\d)? MiB/);
	await expect(card(page).getByRole("img", { name: /^Memory of code-developer .* between .* and / })).toBeVisible();
	await expect(card(page).getByRole("img", { name: /^CPU of code-developer .* between .* and / })).toBeVisible();
	await expect(card(page)).toContainText(/up 00:0\d/);
});
