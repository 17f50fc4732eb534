import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { punch } from "../../../server/logs/cut/fallocate.ts";
import { rotateLog } from "../../../server/logs/rotate-log.ts";
import { logSettings, wholeLog } from "../../support/logs.ts";
import { tempHome } from "../../support/temp-home.ts";

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
