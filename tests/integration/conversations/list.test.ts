import { expect, test } from "vitest";
import { listConversations } from "../../../server/conversations/list-conversations.ts";
import { listSources } from "../../../server/conversations/list-sources.ts";
import { recordConversation } from "../../support/conversations.ts";
import { tempDatabase } from "../../support/database.ts";

const ZONE = "Europe/Vienna";

test("lists conversations page by page, the one with the newest turn first, and none in which nothing was said", async () => {
	const db = await tempDatabase();
	const ids: number[] = [];
	for (let n = 0; n < 5; n += 1) {
		// Two of the same time.
		const firstTurnAt = `2026-11-2${Math.floor(n / 2)}T10:00:00.000Z`;
		ids.push((await recordConversation(db, { firstTurnAt }, [{ text: "hello" }])).id);
	}
	await recordConversation(db, {}, []);
	const seen: number[] = [];
	let cursor: string | undefined;
	do {
		const page = await listConversations(db, { limit: 2, cursor }, ZONE);
		seen.push(...page.conversations.map(({ id }) => id));
		cursor = page.next ?? undefined;
	} while (cursor);
	expect(seen).toEqual(ids.reverse());
	await expect(listConversations(db, { cursor: "last" }, ZONE)).rejects.toThrow("There is no page");
});

test("shows only what was asked for: source, folder, days of the person's calendar, backups, words", async () => {
	const db = await tempDatabase();
	const evening = await recordConversation(
		db,
		{ source: "codex", cwd: "/src/shop", title: "Mend the cart", firstTurnAt: "2026-11-19T23:30:00.000Z" },
		[{ text: "hello" }],
	);
	const asked = await recordConversation(
		db,
		{ cwd: "/src/site", summary: "The 50% discount was wrong", firstTurnAt: "2026-11-18T10:00:00.000Z" },
		[{ text: "bchat", trigger: true }],
	);
	const found = async (filter: Parameters<typeof listConversations>[1]) =>
		(await listConversations(db, filter, ZONE)).conversations.map(({ id }) => id);
	expect(await found({ source: "codex" })).toEqual([evening.id]);
	expect(await found({ cwd: "/src/site" })).toEqual([asked.id]);
	expect(await found({ backup: true })).toEqual([asked.id]);
	expect(await found({ from: "2026-11-20" })).toEqual([evening.id]);
	expect(await found({ to: "2026-11-19" })).toEqual([asked.id]);
	expect(await found({ from: "2026-11-20", to: "2026-11-20" })).toEqual([evening.id]);
	expect(await found({ q: "CART mend" })).toEqual([evening.id]);
	expect(await found({ q: "50%" })).toEqual([asked.id]);
	expect(await found({ q: "nothing like that" })).toEqual([]);
	await expect(found({ from: "2026-02-30" })).rejects.toThrow("is no day");
});

test("tells the sources with their transcripts, what is wrong with them, and the folders", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, { cwd: "/src/shop" }, [{ text: "hello" }]);
	await recordConversation(db, { cwd: "/src/shop" }, [{ text: "again" }]);
	await db.write(({ conversationFile }) =>
		conversationFile.createMany({
			data: [
				{ source: "claude", path: "/t/a.jsonl", file: "1:1", head: "a", conversationId: id, malformed: 2 },
				{ source: "claude", path: "/t/b.jsonl", file: "1:2", head: "b", state: "gone" },
				{
					source: "codex",
					path: "/t/c.jsonl",
					file: "1:3",
					head: "c",
					state: "unreadable",
					problem: "permission denied",
				},
			],
		}),
	);
	const { sources, projects } = await listSources(db);
	expect(sources).toMatchObject([
		{ name: "claude", conversations: 2, watched: 1, gone: 1, unreadable: 0, problems: [] },
		{
			name: "codex",
			conversations: 0,
			unreadable: 1,
			problems: [{ path: "/t/c.jsonl", problem: "permission denied" }],
		},
	]);
	expect(projects).toEqual([{ cwd: "/src/shop", conversations: 2 }]);
	const { conversations } = await listConversations(db, {}, ZONE);
	expect(conversations.map(({ malformedLines }) => malformedLines).sort()).toEqual([0, 2]);
});

test("counts damaged lines once, however often their transcript was read, and those of all transcripts", async () => {
	const db = await tempDatabase();
	const { id } = await recordConversation(db, {}, [{ text: "hello" }]);
	const file = { source: "claude", path: "/t/one.jsonl", conversationId: id };
	await db.prisma.conversationFile.createMany({
		data: [
			{ ...file, file: "1:1", head: "1024:same", malformed: 2, state: "gone" },
			{ ...file, file: "1:2", head: "1024:same", malformed: 3 },
			{ ...file, file: "1:3", head: "1024:other", malformed: 1, path: "/t/two.jsonl" },
		],
	});
	const { conversations } = await listConversations(db, {}, ZONE);
	expect(conversations).toMatchObject([{ malformedLines: 4 }]);
});
