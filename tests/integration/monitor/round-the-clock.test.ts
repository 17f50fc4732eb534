import { copyFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { eventuallyIn } from "../../support/wait.ts";
import { append, rig, typed, watching } from "./rig.ts";

const ROUNDS = 4;

test("round the clock: appended to, rotated, copied and emptied, through outages of the database and of itself", async () => {
	const { start, file, until, db, paths } = await rig();
	const all: string[] = [];
	const say = (text: string) => {
		all.push(text);
		append(file(), typed(text));
	};
	let daemon = start();
	for (let round = 1; round <= ROUNDS; round += 1) {
		say(`round ${round}: appended`);
		await until(all);
		renameSync(file(), file(`rotated-${round}`));
		say(`round ${round}: after the rotation`);
		await until(all);
		say(`round ${round}: before it is copied`);
		copyFileSync(file(), file(`copied-${round}`));
		truncateSync(file());
		say(`round ${round}: after it was emptied`);
		await until(all);
		if (round === 2) {
			const other = new Sqlite(paths.database);
			other.exec("BEGIN EXCLUSIVE");
			say("during an outage of the database: bchat");
			const { problem } = await daemon.until((status) => status.problem !== null);
			expect(problem).toContain("is held by another program");
			other.exec("ROLLBACK");
			other.close();
			await daemon.until((status) => status.problem === null);
		}
		if (round === 3) {
			await daemon.stop(round % 2 ? "SIGKILL" : "SIGTERM");
			say("while it was not there: backup chat");
			writeFileSync(`${file()}.new`, typed("replaced while it was not there"));
			renameSync(file(), file("moved-away"));
			renameSync(`${file()}.new`, file());
			all.push("replaced while it was not there");
			daemon = start();
		}
		await until(all);
		await watching(daemon);
	}
	await eventuallyIn(
		paths.database,
		async () => (await db.prisma.conversationOrder.count({ where: { doneAt: { not: null } } })) === 2,
	);
	expect(await db.prisma.conversationOrder.count()).toBe(2);
	expect(await db.prisma.conversation.findMany()).toMatchObject([{ userTurns: all.length, triggers: 2 }]);
	expect(await daemon.stop()).toMatchObject({ code: 0 });
});
