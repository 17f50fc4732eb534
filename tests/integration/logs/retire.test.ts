import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { retire } from "../../../server/logs/cut/retire.ts";
import { readPosition, writePosition } from "../../../server/logs/position.ts";
import { recoverLog } from "../../../server/logs/recover-log.ts";
import { rotateLog } from "../../../server/logs/rotate-log.ts";
import { exists, listSegments, retiredPath } from "../../../server/logs/segments.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { logSettings, wholeLog } from "../../support/logs.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

// What Windows does, and every system whose files cannot be cut; tried here.
const SETTINGS = logSettings({ maxSizeBytes: 1_000 });
const rotate = (paths: Parameters<typeof rotateLog>[0]) => rotateLog(paths, SETTINGS, { cutters: [retire] });

test("a log that cannot be cut waits until its daemon has ended, then it is rotated whole", async () => {
	const home = await tempHome();
	const paths = home.daemon("worker");
	const { supervisor } = await supervise(home, [daemonConfig(node("polite.mjs"))]);
	await mkdir(paths.logs, { recursive: true });
	await writeFile(paths.currentLog, `${"earlier\n".repeat(1_000)}`);
	await supervisor.start("worker");
	expect((await rotate(paths)).outcome).toBe("unable");
	await supervisor.stop("worker");
	const before = await wholeLog(paths);
	expect((await rotate(paths)).outcome).toBe("rotated");
	await expect(stat(paths.currentLog)).rejects.toThrow("ENOENT");
	expect((await wholeLog(paths)).equals(before)).toBe(true);
	await supervisor.start("worker");
	const after = await eventually(async () => {
		const whole = await wholeLog(paths);
		return whole.length > before.length ? whole : null;
	});
	expect(after.subarray(0, before.length).equals(before)).toBe(true);
});

test("a start at the same moment loses no line", async () => {
	const home = await tempHome();
	const paths = home.daemon("worker");
	const { supervisor, until } = await supervise(home, [
		daemonConfig(node("fast-writer.mjs", "100000", "200"), { restart: { ...daemonConfig([]).restart, on: "never" } }),
	]);
	let isOver = false;
	let rotations = 0;
	const rotating = (async () => {
		while (!isOver) if ((await rotate(paths)).outcome === "rotated") rotations += 1;
	})();
	const runs = 15;
	for (let run = 0; run < runs; run++) {
		await supervisor.start("worker");
		await until((status) => status.pid === null && status.phase === "exited");
		// Every third start comes when all is done, the others in the middle of it.
		if (run % 3 === 0) await eventually(async () => !(await exists(paths.currentLog)));
	}
	isOver = true;
	await rotating;
	expect(rotations).toBeGreaterThanOrEqual(runs / 3);
	const lines = (await wholeLog(paths)).toString().split("\n").slice(0, -1);
	const expected = Array.from({ length: runs * 200 }, (_, index) => index % 200);
	expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(expected);
});

test("a dashboard that is killed in the middle leaves nothing lost and nothing twice", async () => {
	const paths = (await tempHome()).daemon("worker");
	await mkdir(paths.logs, { recursive: true });
	const text = "line\n".repeat(1_000);
	const base = { v: 1 as const, since: null, cut: null, paused: null };
	/** As after the copy, with the position that says so, and the file renamed or not. */
	const crashed = async (renamed: boolean, started: boolean) => {
		await writeFile(paths.currentLog, text);
		if (renamed) await rename(paths.currentLog, retiredPath(paths));
		if (started) await writeFile(paths.currentLog, "new\n");
		const end = (await listSegments(paths)).at(-1)?.end ?? text.length;
		await writePosition(paths, { ...base, base: end - text.length, from: end, retiring: true });
	};
	await writeFile(paths.currentLog, text);
	await rotate(paths);
	for (const [renamed, started] of [
		[false, false],
		[true, false],
		[true, true],
	] as const) {
		await crashed(renamed, started);
		const shown = (await wholeLog(paths)).toString();
		expect(shown).toBe(started ? `${text}new\n` : text);
		await recoverLog(paths);
		expect((await readPosition(paths)).position.retiring).toBe(false);
		expect((await wholeLog(paths)).toString()).toBe(shown);
		await expect(stat(retiredPath(paths))).rejects.toThrow("ENOENT");
	}
	expect(await readFile(paths.currentLog, "utf8")).toBe("new\n");
});
