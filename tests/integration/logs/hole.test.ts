import { appendFileSync, closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { expect, test } from "vitest";
import type { Cutter } from "../../../server/logs/cut/cutter.ts";
import { punch } from "../../../server/logs/cut/fallocate.ts";
import { newMark } from "../../../server/logs/mark.ts";
import { rotateLog } from "../../../server/logs/rotate-log.ts";
import { logSettings, wholeLog } from "../../support/logs.ts";
import { tempHome } from "../../support/temp-home.ts";

/** As if the rotation was killed between its segment and its cut. */
const never: Cutter = { name: "pause", when: "always", cut: async () => "later" };

test("a log that was replaced after a segment was made of its front, and before that was cut off, keeps every line", async () => {
	const paths = (await tempHome()).daemon("worker");
	mkdirSync(paths.logs, { recursive: true });
	writeFileSync(paths.currentLog, "of the deleted log\n".repeat(10_000));
	const { outcome, position } = await rotateLog(paths, logSettings(), { cutters: [never] });
	expect(outcome).toBe("unable");
	expect(position.from).toBeGreaterThan(position.base);
	rmSync(paths.currentLog);
	const numbers = Array.from({ length: 20_000 }, (_, n) => n);
	writeFileSync(paths.currentLog, `\n${numbers.map((number) => `${String(number).padStart(11, "0")}\n`).join("")}`);
	const read = async () => ((await wholeLog(paths)).toString().match(/^\d{11}$/gm) ?? []).map(Number);
	expect(await read()).toEqual(numbers);
	await rotateLog(paths, logSettings(), { cutters: [punch] });
	expect(await read()).toEqual(numbers);
});

test("a log that is still the same is not read twice when a cut has only written its mark", async () => {
	const paths = (await tempHome()).daemon("worker");
	mkdirSync(paths.logs, { recursive: true });
	const text = Array.from({ length: 20_000 }, (_, n) => `${String(n).padStart(11, "0")}\n`).join("");
	writeFileSync(paths.currentLog, text);
	await rotateLog(paths, logSettings(), { cutters: [never] });
	const file = openSync(paths.currentLog, "r+");
	writeSync(file, newMark(), 0);
	closeSync(file);
	expect((await wholeLog(paths)).toString()).toBe(text);
	await rotateLog(paths, logSettings(), { cutters: [punch] });
	expect((await wholeLog(paths)).toString()).toBe(text);
});

test("after a log with a hole at its front was deleted, its successor is read from its first line on, and rotated so", async () => {
	const paths = (await tempHome()).daemon("worker");
	mkdirSync(paths.logs, { recursive: true });
	writeFileSync(paths.currentLog, "of the deleted log\n".repeat(10_000));
	const { outcome, position } = await rotateLog(paths, logSettings(), { cutters: [punch] });
	expect(outcome).toBe("rotated");
	rmSync(paths.currentLog);
	appendFileSync(paths.currentLog, "\n"); // what came before ended within a line
	const numbered = async () => (await wholeLog(paths)).toString().match(/^\d{11}$/gm) ?? [];
	let written = 0;
	while (written * 12 < position.from + 20_000) {
		const lines = Array.from({ length: 1_000 }, () => `${String(written++).padStart(11, "0")}\n`);
		appendFileSync(paths.currentLog, lines.join(""));
		expect((await numbered()).length).toBe(written);
	}
	await rotateLog(paths, logSettings(), { cutters: [punch] });
	expect((await numbered()).map(Number)).toEqual(Array.from({ length: written }, (_, n) => n));
});
