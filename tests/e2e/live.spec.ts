import { card, expect, isLive, sharing, test } from "./fixtures.ts";

sharing(
	"the title, the icon and the navigation count what needs the person",
	async ({ overview: page, nightshift }) => {
		const icon = page.locator("link[rel=icon]");
		await expect(page).toHaveTitle("Nightshift");
		await expect(icon).toHaveAttribute("href", "/icon.svg");

		const first = await nightshift.ask({ kind: "text", title: "One?" });
		await nightshift.ask({ kind: "text", title: "Two?" });
		await expect(page).toHaveTitle("(2) Nightshift");
		await expect(icon).toHaveAttribute("href", /^data:image\/svg\+xml.*%3E2%3C/);
		await expect(page.getByRole("navigation", { name: "Main" })).toContainText("2 need you");

		await nightshift.cli("answer", first.ticket, "done");
		await expect(page).toHaveTitle("(1) Nightshift");
	},
);

sharing("a new question is announced once, politely", async ({ overview: page, nightshift }) => {
	await nightshift.ask({ kind: "text", title: "Do you hear me?" });
	await expect(page.locator("[aria-live=polite]").filter({ hasText: "New question: Do you hear me?" })).toHaveCount(1);
});

test.describe("a roadmap that is not there", () => {
	test("is one clear sentence on the card, and gone when it is mended", async ({ overview: page, workspace }) => {
		await workspace.git("rm", "--quiet", "ROADMAP.md");
		await workspace.git("commit", "--quiet", "--message=Lose the roadmap");
		await page.getByRole("button", { name: "Start code-developer" }).click();
		await expect(card(page)).toContainText("There is no roadmap in");
		await workspace.writeRoadmap("## US-5: Mend it\n\n**Status**: Planned\n\n```sh\ntrue\n```\n");
		await expect(card(page)).not.toContainText("There is no roadmap in");
	});
});

test.describe("a roadmap without items", () => {
	test.use({ roadmap: "# Thoughts\n\nNothing in particular.\n" });
	test("says so in one sentence", async ({ overview: page }) => {
		await page.getByRole("button", { name: "Start code-developer" }).click();
		await expect(card(page)).toContainText(/roadmap/i);
		await expect(card(page)).toContainText(/no item|no items|without/i);
	});
});

sharing("a page that does not exist says so and leads back", async ({ overview: page, nightshift }) => {
	await page.goto(`${nightshift.url}/nowhere`);
	await isLive(page);
	await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
	await page.getByRole("link", { name: "Go to the overview" }).click();
	await expect(card(page)).toBeVisible();
});

sharing("a question that does not exist says so", async ({ overview: page, nightshift }) => {
	await page.goto(`${nightshift.url}/inbox?ticket=Q-999`);
	await expect(page.getByRole("heading", { name: "Q-999 cannot be shown" })).toBeVisible();
});
