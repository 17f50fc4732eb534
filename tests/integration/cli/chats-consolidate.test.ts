import { expect, test } from "vitest";
import { openDatabase } from "../../../server/db/open.ts";
import { bchat, filesIn, replied, store, typed } from "../backup/record.ts";
import { cliFor } from "./run-cli.ts";

test("a day is consolidated from the command line, without a chat monitor", async () => {
	const { paths, run, json } = await cliFor();
	const db = await openDatabase(paths.database);
	await store(db, "claude", "a", [
		typed("2025-11-20T12:00:00.000Z", "Words"),
		replied("2025-11-20T12:01:00.000Z", "Fine."),
	]);
	await store(db, "codex", "b", [bchat("2025-11-20T12:00:00.000Z")]);
	await db.close();
	expect(await json("chats", "consolidate", "2025-11-20")).toEqual({
		folder: paths.chats,
		day: "2025-11-20",
		file: "chat_backup_2025-11-20.md",
		conversations: 2,
		written: [
			"chat_log_claude_20251120T120000Z_a.json",
			"chat_log_codex_20251120T120000Z_b.json",
			"chat_backup_2025-11-20.md",
		],
	});
	expect(filesIn(paths.chats)).toContain("chat_backup_2025-11-20.md");
	const again = await run("chats", "consolidate", "2025-11-20");
	expect(again).toMatchObject({ status: 0, stderr: "" });
	expect(again.stdout).toBe(
		"2 conversations of 2025-11-20: nothing has changed since it was written.\n  chat_backup_2025-11-20.md",
	);
	expect((await run("chats", "consolidate", "2025-11-19")).stdout).toBe(
		"Nothing was said on 2025-11-19, as far as the chat monitor has recorded it.",
	);
	expect(await run("chats", "consolidate", "yesterday")).toMatchObject({ status: 1, stdout: "" });
	expect((await run("chats", "consolidate", "2999-01-01")).stderr).toContain("2999-01-01 has not begun yet.");
	expect((await run("chats", "consolidate")).stdout).toContain("Nothing was said on ");
});
