import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { readLog } from "../../../server/conversations/backup/log-file.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { compileFixture } from "../../support/compile.ts";
import { tempHome } from "../../support/temp-home.ts";
import { bchat, store } from "./record.ts";

const program = compileFixture(new URL("../../fixtures/backup/writer.ts", import.meta.url));
const TURNS = 100_000;
const HEAP_MB = 64;

test("a conversation of 100,000 turns is written in a fraction of the memory that it would take", async () => {
	const paths = await tempHome();
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const id = await store(db, "claude", "long", [bchat("2026-11-21T23:00:00.000Z")]);
	await db.prisma.$executeRaw`
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${TURNS})
		INSERT INTO "ConversationTurn" ("conversationId", "key", "role", "at", "text", "tool", "output", "sidechain", "trigger", "cut")
		SELECT ${id}, 'n' || i, 'tool', strftime('%Y-%m-%dT%H:%M:%f+00:00', 1795220000.0 + i / 10.0, 'unixepoch'), 'Bash echo ' || i,
			'{"name":"Bash","input":{"command":"echo ' || i || '"},"ok":true}', hex(zeroblob(600)), 0, 0, 0 FROM n`;
	const node = [`--max-old-space-size=${HEAP_MB}`, program];
	const { stdout } = await promisify(execFile)(process.execPath, [
		...node,
		paths.database,
		paths.chats,
		"orders",
		"2026-11-22T09:00:00.000Z",
	]);
	expect(Number(stdout)).toBeGreaterThan(0);
	const log = join(paths.chats, "chat_log_claude_20261121T230000Z_long.json");
	expect(statSync(log).size).toBeGreaterThan(HEAP_MB * 1024 * 1024 * 1.5);
	const head = await readLog(log, { whole: true });
	expect(head).toMatchObject({ sessionId: "long", leftOut: { commands: TURNS - 5_000 } });
}, 300_000);
