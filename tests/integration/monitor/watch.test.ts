import { execFileSync } from "node:child_process";
import {
	appendFileSync,
	chmodSync,
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadConfig } from "../../../server/config/load.ts";
import { sendCommand } from "../../../server/inbox/send-command.ts";
import { supervise } from "../../support/supervise.ts";
import { eventually, eventuallyIn } from "../../support/wait.ts";
import { append, rig, SESSION, typed, watching } from "./rig.ts";

const OTHER = "99999999-2222-4333-8444-555555555555";

describe("while the monitor runs", () => {
	test("what was there, what is appended, new files, new folders and a file in them are on record", async () => {
		const { start, file, until, root, db } = await rig();
		append(file(), typed("one"));
		const daemon = start();
		await until(["one"]);
		append(file(), typed("two"));
		await until(["one", "two"]);
		append(file(OTHER), typed("three", OTHER));
		await until(["one", "two", "three"]);
		append(join(root, "-new-folder", `${OTHER}.jsonl`), typed("four", OTHER));
		await until(["one", "two", "three", "four"]);
		// A subagent's file, two folders deeper.
		append(join(root, "-app", SESSION, "subagents", "agent-1.jsonl"), typed("five"));
		await until(["one", "two", "three", "four", "five"]);
		expect(await db.prisma.conversation.count()).toBe(2);
		await watching(daemon, 4);
	});

	test("an order is on record, and carried out, at most a second after its line", async () => {
		const { start, file, db, paths } = await rig();
		append(file(), typed("hello"));
		await watching(start());
		const times: number[] = [];
		for (let count = 1; count <= 4; count += 1) {
			const begun = performance.now();
			append(file(), typed(`bchat ${count}`));
			await eventuallyIn(paths.database, async () => (await db.prisma.conversationOrder.count()) === count);
			times.push(performance.now() - begun);
			const done = () => db.prisma.conversationOrder.count({ where: { doneAt: { not: null } } });
			await eventuallyIn(paths.database, async () => (await done()) === count);
		}
		// Of several, because the machine may have other work at any one moment.
		expect(Math.min(...times), String(times)).toBeLessThan(1_000);
		expect(await db.prisma.conversation.findFirst()).toMatchObject({ triggers: 4, backedUpAt: expect.any(Date) });
	});

	test("a root that is not there yet is seen when it comes, goes and comes again", async () => {
		const { start, file, until, root, paths } = await rig();
		rmSync(root, { recursive: true });
		await watching(start(), 0);
		append(file(), typed("one"));
		await until(["one"]);
		renameSync(root, join(paths.home, "away"));
		append(file(OTHER), typed("two", OTHER));
		await until(["one", "two"]);
		append(file(OTHER), typed("three", OTHER));
		await until(["one", "two", "three"]);
	});

	test("a file that is emptied and written anew is read from its beginning; nothing is forgotten", async () => {
		const { start, file, until, db, activity, paths } = await rig();
		append(file(), typed("one"), typed("two"));
		await watching(start());
		truncateSync(file(), 0);
		append(file(), typed("three"));
		await until(["one", "two", "three"]);
		// Longer than it was, at once.
		writeFileSync(file(), typed("four").repeat(1) + typed("five") + typed("six") + typed("seven"));
		await until(["one", "two", "three", "four", "five", "six", "seven"]);
		expect(await db.prisma.conversationFile.count()).toBe(3);
		await eventuallyIn(paths.database, async () =>
			(await activity()).some((title) => title.includes("was emptied or written anew")),
		);
	});

	test("a file that is rotated by rename is read to its end, under whatever name", async () => {
		const { start, file, until, db } = await rig();
		append(file(), typed("one"));
		await watching(start());
		appendFileSync(file(), typed("two"));
		renameSync(file(), `${file()}.1`);
		append(file(), typed("three"));
		appendFileSync(`${file()}.1`, typed("four"));
		await until(["one", "two", "three", "four"]);
		expect(await db.prisma.conversationFile.count()).toBe(2);
	});

	test("what a writer that knows nothing of the rotation adds to a rotated file is seen at once, each time", async () => {
		const { start, file, until } = await rig();
		append(file(), typed("one"));
		await watching(start());
		renameSync(file(), `${file()}.1`);
		const all = ["one", "new"];
		append(file(), typed("new"));
		await until(all);
		for (const text of ["two", "three", "four"]) {
			appendFileSync(`${file()}.1`, typed(text));
			await until([...all, text]);
			all.push(text);
		}
	});

	test("a beginning of a line that is taken back is no part of what stands there then", async () => {
		const { start, file, until, root } = await rig();
		const marker = join(root, "-app", `${OTHER}.jsonl`);
		const seen = async (count: number) => {
			append(marker, typed(`seen ${count}`, OTHER));
			await until([...all, `seen ${count}`]);
			all.push(`seen ${count}`);
		};
		const all: string[] = [];
		await watching(start());
		append(file(), typed("never said").slice(0, 100));
		await seen(1);
		writeFileSync(file(), typed("in its place, and longer than what was there before"));
		all.push("in its place, and longer than what was there before");
		await until(all);
		const kept = statSync(file()).size;
		append(file(), typed("nor was this").slice(0, 80));
		await seen(2);
		truncateSync(file(), kept);
		appendFileSync(file(), `${" ".repeat(90)}${typed("this was")}`);
		all.push("this was");
		await until(all);
	});

	test("what is said in a plain log is new when its file is, also what was said in the one before; a copy tells nothing new", async () => {
		const root = mkdtempSync(join(tmpdir(), "nightshift-logs-"));
		onTestFinished(() => rmSync(root, { recursive: true, force: true }));
		const { start, until, db } = await rig({ sources: [{ name: "log", format: "log", root }] });
		const log = join(root, "talk.log");
		const morning = "User: hello\nAssistant: hi\nUser: bchat\n";
		const texts = ["hello", "hi", "bchat"];
		writeFileSync(log, morning);
		const first = start();
		await until(texts);
		renameSync(log, `${log}.1`);
		writeFileSync(log, morning);
		await until([...texts, ...texts]);
		// Emptied, after it was copied.
		copyFileSync(log, `${log}.2`);
		truncateSync(log, 0);
		appendFileSync(log, "User: hello\n");
		await until([...texts, ...texts, "hello"]);
		expect(await db.prisma.conversationOrder.count()).toBe(2);
		// As an editor writes it, while nobody looks and while somebody does.
		await first.stop();
		writeFileSync(`${log}.new`, "User: hello\nUser: again\n");
		renameSync(`${log}.new`, log);
		start();
		await until([...texts, ...texts, "hello", "again"]);
		writeFileSync(`${log}.new`, "User: hello\nUser: again\nUser: the end\n");
		renameSync(`${log}.new`, log);
		await until([...texts, ...texts, "hello", "again", "the end"]);
	});

	test("a file that is copied and emptied is read to its end in the copy", async () => {
		const { start, file, until } = await rig();
		append(file(), typed("one"));
		await watching(start());
		// In one go, so that the monitor looks only afterwards.
		appendFileSync(file(), typed("two"));
		copyFileSync(file(), `${file()}.1`);
		truncateSync(file(), 0);
		await until(["one", "two"]);
		append(file(), typed("three"));
		await until(["one", "two", "three"]);
	});

	test("a file that another is put in place of is read anew, and its copy tells nothing new", async () => {
		const { start, file, until, db } = await rig();
		append(file(), typed("one"), typed("two"));
		await watching(start());
		const before = await db.prisma.conversationTurn.findMany();
		writeFileSync(`${file()}.new`, `${typed("one")}${typed("two")}${typed("three")}`);
		renameSync(`${file()}.new`, file());
		await until(["one", "two", "three"]);
		const ids = (await db.prisma.conversationTurn.findMany()).map(({ id }) => id);
		expect(ids.slice(0, 2)).toEqual(before.map(({ id }) => id));
	});

	test("a file that is deleted, and a folder, leave what they told", async () => {
		const { start, file, until, root, db, paths, activity } = await rig();
		append(file(), typed("one"));
		append(join(root, "-gone", `${OTHER}.jsonl`), typed("two", OTHER));
		const daemon = start();
		await watching(daemon, 2);
		rmSync(file());
		rmSync(join(root, "-gone"), { recursive: true });
		await eventuallyIn(
			paths.database,
			async () => (await db.prisma.conversationFile.count({ where: { state: "gone" } })) === 2,
		);
		await eventuallyIn(
			paths.database,
			async () => (await activity()).filter((title) => title.includes("is gone")).length === 2,
		);
		await until(["one", "two"]);
		append(join(root, "-gone", `${OTHER}.jsonl`), typed("three", OTHER));
		await until(["one", "two", "three"]);
	});

	test("what may not be read is said, and read once it may", async () => {
		const { start, file, until, root, db, paths } = await rig();
		append(file(), typed("one"));
		const daemon = start();
		await watching(daemon, 1);
		if (process.getuid?.() === 0) return; // for root everything may be read
		append(file(OTHER), typed("two", OTHER));
		await until(["one", "two"]);
		chmodSync(file(OTHER), 0);
		const told = await daemon.until(({ problem }) => problem !== null);
		expect(told.problem).toContain(file(OTHER));
		expect(await db.prisma.conversationFile.findFirst({ where: { state: "unreadable" } })).toMatchObject({
			problem: expect.stringContaining("EACCES"),
		});
		append(join(root, "-other", `${SESSION}.jsonl`), typed("three"));
		await eventuallyIn(paths.database, () => db.prisma.conversationTurn.findFirst({ where: { text: "three" } }));
		chmodSync(file(OTHER), 0o600);
		append(file(OTHER), typed("four", OTHER));
		await until(["one", "two", "three", "four"]);
		await daemon.until(({ problem }) => problem === null);
	});

	test("links that lead round in a circle, and a pipe that nobody writes to, stop nothing", async () => {
		const { start, file, until, root } = await rig();
		symlinkSync(root, join(root, "-app", "subagents"));
		symlinkSync(join(root, "-app"), join(root, "-again"));
		symlinkSync("loop.jsonl", join(root, "-app", "loop.jsonl"));
		execFileSync("mkfifo", [join(root, "-app", "pipe.jsonl")]);
		append(file(), typed("one"));
		const daemon = start();
		await until(["one"]);
		append(file(), typed("two"));
		await until(["one", "two"]);
		mkdirSync(join(root, "-linked-to"));
		append(file(), typed("three"));
		await until(["one", "two", "three"]);
		await daemon.until(({ problem }) => problem === null);
	});

	test("with polling, without being told of anything", async () => {
		const { start, file, until, root } = await rig({ poll: "100ms" });
		append(file(), typed("one"));
		await watching(start());
		append(file(), typed("two"));
		append(join(root, "-new", `${OTHER}.jsonl`), typed("three", OTHER));
		await until(["one", "two", "three"]);
		rmSync(file());
		append(file(), typed("four"));
		await until(["one", "two", "three", "four"]);
	});
});

describe("the end and the next start", () => {
	test("it ends politely, goes on where it was, and learns what happened meanwhile", async () => {
		const { start, file, until, db } = await rig();
		append(file(), typed("one"), typed("two").slice(0, 40));
		const first = start();
		await until(["one"]);
		const begun = performance.now();
		expect(await first.stop()).toEqual({ code: 0, signal: null });
		expect(performance.now() - begun).toBeLessThan(2_000);
		append(file(), typed("two").slice(40), typed("bchat"));
		append(file(OTHER), typed("three", OTHER));
		const second = start();
		await until(["one", "two", "bchat", "three"]);
		await watching(second, 2);
		const row = await db.prisma.conversationFile.findFirstOrThrow({ where: { path: file() } });
		expect(row).toMatchObject({ generation: 1, lines: 3, malformed: 0 });
	});

	test("a file that was rotated while no monitor ran is read to its end, and so is what comes to it later", async () => {
		const { start, file, until } = await rig();
		append(file(), typed("one"));
		const first = start();
		await watching(first);
		await first.stop();
		append(file(), typed("two"));
		renameSync(file(), `${file()}.1`);
		append(file(), typed("three"));
		const second = start();
		await until(["one", "two", "three"]);
		await second.stop("SIGKILL");
		appendFileSync(`${file()}.1`, typed("four"));
		start();
		await until(["one", "two", "three", "four"]);
	});

	test("of two monitors one keeps the record; the other says so and ends", async () => {
		const { start, file, until } = await rig();
		append(file(), typed("one"));
		const first = start();
		await watching(first);
		const second = start("second");
		expect(await second.exited).toMatchObject({ code: 75 });
		expect(await second.log()).toContain("Another chat monitor keeps the record");
		append(file(), typed("two"));
		await until(["one", "two"]);
		await first.stop();
		const third = start("second");
		append(file(), typed("three"));
		await until(["one", "two", "three"]);
		await eventually(() => third.child.exitCode === null || null);
	});
});

test("what it is told to do is declined, with what to do instead", async () => {
	const { start, db, paths } = await rig();
	await sendCommand(db, "chat-monitor", { text: "make a backup", when: "after-task" });
	start();
	const declined = () => db.prisma.command.findFirst({ where: { status: "declined" } });
	expect((await eventuallyIn(paths.database, declined)).reply).toContain("bchat");
});

test("supervised it is ready, stops when asked, and a second one is not started again and again", async () => {
	const { paths, file, until } = await rig();
	append(file(), typed("one"));
	const { supervisor, until: untilStatus } = await supervise(paths, (await loadConfig(paths, process.env)).daemons);
	expect(await supervisor.start("chat-monitor")).toMatchObject({ phase: "running" });
	await untilStatus(({ health }) => health === "ready", "chat-monitor");
	await until(["one"]);
	void supervisor.start("second");
	const { phase } = await untilStatus((status) => ["conflict", "failed", "exited"].includes(status.phase), "second");
	expect(phase).toBe("conflict");
	expect(await supervisor.stop("second")).toMatchObject({ phase: "stopped" });
	expect(await supervisor.stop("chat-monitor")).toMatchObject({ phase: "stopped" });
});
