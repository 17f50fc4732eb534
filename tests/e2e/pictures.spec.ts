import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { card, expect, fact, openPage, test } from "./fixtures.ts";
import { askOneOfEach } from "./support/sample-questions.ts";
import { item } from "./support/workspace.ts";

const PICTURES = fileURLToPath(new URL("../.artifacts/pictures/", import.meta.url));
const README_PICTURE = new URL("../../docs/images/overview.png", import.meta.url);

const AUDIT = `## US-112: Codebase quality audit: dead code and incorrect references
**Status**: 📝 Planned

Map the modules nobody imports

\`\`\`sh
git ls-files > modules.txt
\`\`\`

Remove them, one commit each

\`\`\`sh
grep --count . modules.txt
\`\`\`

Fix references in the docs

\`\`\`sh
until [ -e enough ]; do sleep 0.1; done
\`\`\`

Run the whole suite

\`\`\`sh
rm modules.txt
\`\`\`
`;

test.use({
	roadmap: [item("US-111", "Say hello", "echo hello > hello.txt"), AUDIT].join("\n\n"),
	daemons: {
		backup: { command: ["node", "-e", "setInterval(() => console.log('a line'), 500)"], autostart: true },
		"price-bot": { command: ["node", "-e", "process.exit(1)"], restart: { backoff: { initial: "50s", max: "60s" } } },
	},
});

/** Real pages with real data, for people to look at. `NIGHTSHIFT_README_PICTURE=1` also renews the README's. */
test("pictures of the overview and the inbox", async ({ page, nightshift }) => {
	test.setTimeout(240_000);
	await mkdir(PICTURES, { recursive: true });
	const shoot = async (name: string) => {
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			await page.setViewportSize({ width: 1280, height: 860 });
			await page.screenshot({ path: `${PICTURES}${name}-${colorScheme}.png` });
			await page.setViewportSize({ width: 360, height: 740 });
			await page.screenshot({ path: `${PICTURES}${name}-${colorScheme}-phone.png`, fullPage: true });
		}
		await page.emulateMedia({ colorScheme: "light" });
		await page.setViewportSize({ width: 1280, height: 860 });
	};
	const answerNext = async (question: RegExp, option: RegExp) => {
		await page.getByRole("region", { name: "Needs you" }).getByRole("link", { name: question }).click();
		await page.getByRole("radio", { name: option }).check();
		await page.getByRole("button", { name: "Send answer" }).click();
		await page.getByRole("link", { name: /Overview/ }).click();
	};

	await openPage(page, nightshift, "/");
	await expect(card(page)).toBeVisible();
	await shoot("overview-fresh");
	await page.getByRole("button", { name: "Start price-bot" }).click();

	await page.getByRole("button", { name: "Start code-developer" }).click();
	await answerNext(/hello/, /^Run it$/);
	await answerNext(/Map the modules/, /without asking/);
	await expect(fact(page, "Activity")).toContainText("working");
	const [approval] = await askOneOfEach(nightshift, 0, 3);
	await expect(page.getByRole("region", { name: "Needs you" }).getByRole("listitem")).toHaveCount(4); // with the review of the first item
	await expect(card(page).getByRole("img", { name: /^CPU .* between/ })).toBeVisible();
	await shoot("overview");
	if (process.env.NIGHTSHIFT_README_PICTURE) {
		// A chart of four seconds tells nothing.
		await expect(card(page).getByText("CPU, whole tree, last 2 min")).toBeVisible({ timeout: 90_000 });
		await page.setViewportSize({ width: 1280, height: 1000 });
		await mkdir(fileURLToPath(new URL(".", README_PICTURE)), { recursive: true });
		await page.screenshot({ path: fileURLToPath(README_PICTURE) });
	}

	await askOneOfEach(nightshift, 3);
	await page.goto(`${nightshift.url}/inbox?ticket=${approval}`);
	await expect(page.getByRole("table")).toBeVisible();
	await shoot("inbox");
	await page.goto(`${nightshift.url}/inbox`);
	await shoot("inbox-list");
});
