import {
	appendFileSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SmallDisk } from "../../faults/small-disk.ts";
import { eventually, eventuallyIn } from "../../support/wait.ts";
import { append, rig, SESSION, typed, watching } from "./rig.ts";

const MEGABYTE = 1_000_000;

test("a cut line waits for its rest; invalid UTF-8, garbage and a line of 50 MB keep nothing after them from the record", async () => {
	const { start, file, db, paths } = await rig();
	const whole = typed("cut in the middle");
	append(file(), typed("one"), "\0\x01 garbage {{{\n", "\n", '{"type":"never-heard-of"}\n', "[1,2]\n");
	appendFileSync(file(), Buffer.from(typed("bad byte ÿ"), "latin1"));
	const daemon = start();
	const turn = (text: string) =>
		eventuallyIn(paths.database, () => db.prisma.conversationTurn.findFirst({ where: { text: { startsWith: text } } }));
	await turn("bad byte \ufffd");

	appendFileSync(file(), typed(`huge ${"words and ".repeat(5 * MEGABYTE)}`, SESSION, "huge"));
	append(file(), typed("after it"), whole.slice(0, 30));
	await turn("after it");
	expect((await turn("huge")).cut).toBeGreaterThan(49 * MEGABYTE);
	if (process.platform === "linux") {
		const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${daemon.pid}/status`, "utf8"))?.[1];
		expect(Number(peak)).toBeLessThan(700_000);
	}
	append(file(), whole.slice(30));
	await turn("cut in the middle");
	expect(await db.prisma.conversationFile.findFirst()).toMatchObject({
		malformed: 2,
		unknown: { "never-heard-of": 1 },
		lines: 9,
	});
});

test("a clock that goes backwards, in the lines and on the files, loses nothing", async () => {
	const { start, file, until, db } = await rig();
	const at = (text: string, time: string) => typed(text).replace(/"timestamp":"[^"]+"/, `"timestamp":"${time}"`);
	append(file(), at("later", "2026-11-20T12:00:00.000Z"), at("earlier", "2026-11-20T09:00:00.000Z"));
	utimesSync(file(), 1, 1);
	const first = start();
	await watching(first);
	append(file(), at("long ago", "1999-01-01T00:00:00.000Z"), at("never", "not a time"));
	utimesSync(file(), 2_000_000_000, 2_000_000_000);
	await until(["later", "earlier", "long ago", "never"]);
	await first.stop();
	append(file(), typed("now"));
	utimesSync(file(), 1, 1);
	start();
	await until(["later", "earlier", "long ago", "never", "now"]);
	const conversation = await db.prisma.conversation.findFirstOrThrow();
	expect(conversation.firstTurnAt).toEqual(new Date("1999-01-01T00:00:00.000Z"));
});

test.runIf(process.platform === "linux")(
	"a file that gives errors when it is read is said, and read once it can be",
	async () => {
		const { start, file, until, db, paths } = await rig();
		append(file("other"), typed("one"));
		symlinkSync("/proc/self/mem", file()); // opens, and cannot be read at its beginning, not even by root
		const daemon = start();
		const { problem } = await daemon.until((status) => status.problem !== null);
		expect(problem).toBe(`${file()} cannot be read; make it readable for your user.`);
		await until(["one"]);
		rmSync(file());
		append(file(), typed("two"));
		await until(["one", "two"]);
		await daemon.until((status) => status.problem === null);
		await eventuallyIn(
			paths.database,
			async () => (await db.prisma.activity.count({ where: { title: { contains: "cannot be read" } } })) === 1,
		);
	},
);

test("a full disk delays the record, says so, and loses nothing", async () => {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-small-"));
	const disk = SmallDisk.mount(folder, "24m");
	if (!disk) return;
	onTestFinished(() => {
		disk.unmount();
		rmSync(folder, { recursive: true, force: true });
	});
	const { start, file, until } = await rig({}, join(folder, "nightshift.db"));
	append(file(), typed("one"));
	const daemon = start();
	await watching(daemon);
	disk.fill();
	const many = Array.from({ length: 300 }, (_, index) => `${index} ${"many words ".repeat(200)}.`);
	append(file(), ...many.map((text) => typed(text)), typed("bchat"));
	const { problem } = await daemon.until((status) => status.problem !== null);
	expect(problem).toContain("There is no room on the disk");
	disk.free();
	await until(["one", ...many, "bchat"]);
	await daemon.until((status) => status.problem === null);
});

test("asked to end in the middle of a long first look, it ends at once, and the next one goes on there", async () => {
	const { start, file, db, paths } = await rig();
	const COUNT = 4_000;
	const lines = Array.from({ length: COUNT }, (_, index) => typed(`${index} ${"some more words ".repeat(60)}`));
	writeFileSync(file(), lines.join(""));
	const first = start();
	await first.until(({ task }) => (task?.progress ?? 0) > 0);
	const begun = performance.now();
	expect(await first.stop()).toEqual({ code: 0, signal: null });
	expect(performance.now() - begun).toBeLessThan(2_000);
	const before = await db.prisma.conversationTurn.count();
	expect(before).toBeGreaterThan(0);
	expect(before).toBeLessThan(COUNT);
	start();
	await eventuallyIn(paths.database, async () => (await db.prisma.conversationTurn.count()) === COUNT);
	expect(await db.prisma.conversationFile.findFirst()).toMatchObject({ generation: 1, lines: COUNT });
});

test("asked to end while it writes the logs of a day, it does not finish the day first", async () => {
	const { start, file, paths } = await rig();
	const COUNT = 300;
	const day = new Date(Date.now() - 24 * 3_600_000).toISOString();
	for (let index = 0; index < COUNT; index += 1) {
		const session = `${String(index).padStart(8, "0")}-2222-4333-8444-555555555555`;
		append(file(session), typed("yesterday", session).replace(/"timestamp":"[^"]+"/, `"timestamp":"${day}"`));
	}
	const logs = () => readdirSync(paths.chats).filter((name) => name.startsWith("chat_log_")).length;
	const daemon = start();
	await eventually(() => (existsSync(paths.chats) && logs() > 0) || null);
	const begun = performance.now();
	expect(await daemon.stop()).toEqual({ code: 0, signal: null });
	expect(performance.now() - begun).toBeLessThan(2_000);
	start();
	await eventually(() => logs() === COUNT || null);
});
