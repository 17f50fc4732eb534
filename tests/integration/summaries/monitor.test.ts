import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refuses, says, standInProvider } from "../../support/provider.ts";
import { eventually, eventuallyIn } from "../../support/wait.ts";
import { append, rig, typed, watching } from "../monitor/rig.ts";
import { KEY } from "./keeper.ts";

const GOOD = JSON.stringify({ summary: "The cart was mended.", keywords: ["cart"] });

test("the running monitor has the summary of an ordered conversation written, and its key is nowhere", async () => {
	const stand = await standInProvider(refuses(503));
	const { start, file, db, paths } = await rig({
		summaries: { provider: "openai", model: "small", url: stand.url, key: { file: "summary-key" }, perMinute: 6_000 },
	});
	writeFileSync(join(paths.home, "summary-key"), `${KEY}\n`, { mode: 0o600 });
	const daemon = start();
	await watching(daemon, 0);
	append(file(), typed(`Mend the cart. I use ${KEY} for it.`), typed("bchat"));
	// While the provider is out the backup is made, with an extract.
	await eventuallyIn(paths.database, () =>
		db.prisma.conversation.findFirst({ where: { summaryBy: "extract", summaryOf: null } }),
	);
	await eventuallyIn(paths.database, () => db.prisma.conversationOrder.findFirst({ where: { doneAt: { not: null } } }));
	stand.behave(says(GOOD));
	const row = await eventuallyIn(paths.database, () =>
		db.prisma.conversation.findFirst({ where: { summaryBy: "openai/small" } }),
	);
	expect(row.summary).toBe("The cart was mended.");
	expect(stand.requests.at(-1)?.body).toContain("Mend the cart. I use [redacted] for it.");
	await eventually(async () => (await daemon.log()).length > 0 || null);
	expect(await daemon.log()).not.toContain(KEY);
	for (const name of readdirSync(paths.chats)) {
		if (name.endsWith(".json") || name.endsWith(".md"))
			expect(readFileSync(join(paths.chats, name), "utf8")).not.toContain(KEY);
	}
	expect(readFileSync(paths.database).includes(KEY)).toBe(false);
});
