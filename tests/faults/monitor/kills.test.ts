import { randomInt } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { rig } from "../../integration/monitor/rig.ts";
import { Random } from "../../support/random.ts";
import { eventuallyIn } from "../../support/wait.ts";
import { Writer } from "./writer.ts";

const { NIGHTSHIFT_MONITOR_FAULTS = "24", NIGHTSHIFT_FAULTS_SEED = "1" } = process.env;
const KILLS = Number(NIGHTSHIFT_MONITOR_FAULTS);
const SEED = NIGHTSHIFT_FAULTS_SEED === "random" ? randomInt(2 ** 31) : Number(NIGHTSHIFT_FAULTS_SEED);
/** On a busy machine there are fewer kills, not a longer test. */
const LONGEST_MS = 1_000 * KILLS;

test(
	`killed at any moment while transcripts are written, rotated and rewritten, the monitor stores each turn once (seed ${SEED})`,
	async () => {
		console.log(`NIGHTSHIFT_FAULTS_SEED=${SEED} NIGHTSHIFT_MONITOR_FAULTS=${KILLS}`);
		const random = new Random(SEED);
		const { start, root, db, texts, paths } = await rig();
		const writer = new Writer(root, random);
		const enough = new AbortController();
		const writing = writer.run(enough.signal);

		const begun = performance.now();
		let kills = 0;
		for (; kills < KILLS && performance.now() - begun < LONGEST_MS; kills += 1) {
			const daemon = start();
			// Before it has begun, in the middle of catching up, and while it is awake.
			await delay(random.below(random.chance(0.3) ? 300 : 1_500));
			await daemon.stop("SIGKILL");
		}
		enough.abort();
		await writing;
		console.log(`${kills} kills, ${writer.texts.length} turns, ${writer.orders} orders`);

		const last = start();
		const open = () => db.prisma.conversationOrder.count({ where: { doneAt: null } });
		await eventuallyIn(
			paths.database,
			async () => (await db.prisma.conversationTurn.count()) >= writer.texts.length && (await open()) === 0,
		);
		expect(await last.stop()).toMatchObject({ code: 0 });

		expect((await texts()).sort()).toEqual([...writer.texts].sort());
		expect(await db.prisma.conversationOrder.count()).toBe(writer.orders);
		const conversations = await db.prisma.conversation.findMany({ include: { _count: { select: { turns: true } } } });
		for (const { userTurns, _count } of conversations) expect(userTurns).toBe(_count.turns);
		const { _sum } = await db.prisma.conversation.aggregate({ _sum: { triggers: true } });
		expect(_sum.triggers).toBe(writer.orders);
		const files = await db.prisma.conversationFile.aggregate({ _sum: { malformed: true } });
		expect(files._sum.malformed).toBe(0);

		const index = JSON.parse(await readFile(join(paths.chats, "chat_index.json"), "utf8"));
		const ordered = new Set((await db.prisma.conversationOrder.findMany()).map(({ conversationId }) => conversationId));
		expect(index.conversations).toHaveLength(ordered.size);
		const names = await readdir(paths.chats);
		expect(names.filter((name) => name.startsWith("chat_log_"))).toHaveLength(ordered.size);
		const raw = new Sqlite(paths.database, { readonly: true });
		expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
		raw.close();
	},
	60_000 + 2 * LONGEST_MS,
);
