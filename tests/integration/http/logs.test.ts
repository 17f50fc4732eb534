import { appendFile, mkdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { cuttersFor } from "../../../server/logs/cut/cutters.ts";
import { rotateLog } from "../../../server/logs/rotate-log.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { logSettings } from "../../support/logs.ts";
import { tempHome } from "../../support/temp-home.ts";

const numbered = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => `${from + index} ${"x".repeat(90)}\n`).join("");
const firstWords = (lines: string[]) => lines.map((line) => Number.parseInt(line, 10));

/** A page of the log, or a problem. */
interface LogAnswer {
	lines: string[];
	offsets: number[];
	older: number | null;
	end: number;
}

/** A dashboard with a log of 3,000 numbered lines, most of them rotated. */
async function dashboardWithLog(env: Record<string, string> = {}) {
	const paths = await tempHome();
	const files = paths.daemon("worker");
	await mkdir(files.logs, { recursive: true });
	for (let part = 0; part < 3; part++) {
		await appendFile(files.currentLog, numbered(part * 1_000, (part + 1) * 1_000));
		if (part < 2)
			await rotateLog(files, logSettings({ maxSizeBytes: 60_000 }), { cutters: [...cuttersFor(process.platform)] });
	}
	const dashboard = await startDashboard([daemonConfig(node("sleeper.mjs"), { env })], paths);
	return { ...dashboard, files, logs: (query: string) => dashboard.api<LogAnswer>(`/daemons/worker/logs${query}`) };
}

test("a log is paged through from its end to its beginning and back", async () => {
	const { logs } = await dashboardWithLog();
	const numbers: number[] = [];
	let before = "";
	for (;;) {
		const { body } = await logs(`?tail=700${before}`);
		expect(body.offsets).toHaveLength(body.lines.length);
		numbers.unshift(...firstWords(body.lines));
		if (body.older === null) break;
		before = `&before=${body.older}`;
	}
	const all = Array.from({ length: 3_000 }, (_, index) => index);
	expect(numbers).toEqual(all);

	const forward: number[] = [];
	for (let from = 0; ; ) {
		const { body } = await logs(`?tail=700&from=${from}`);
		if (body.lines.length === 0) break;
		forward.push(...firstWords(body.lines));
		from = body.end;
	}
	expect(forward).toEqual(all);
});

test("a search finds across rotations, the newest first, and goes on where it stopped", async () => {
	const { logs } = await dashboardWithLog();
	const { body } = await logs("?search=99%20X&tail=3");
	expect(firstWords(body.lines)).toEqual([2799, 2899, 2999]);
	const next = await logs(`?search=99%20X&tail=3&before=${body.older}`);
	expect(firstWords(next.body.lines)).toEqual([2499, 2599, 2699]);
	expect((await logs("?search=99%20X&matchCase=true")).body).toMatchObject({ lines: [], older: null });
	expect((await logs("?search=")).body).toMatchObject({ code: "bad-request" });
	expect((await logs("?before=x")).body).toMatchObject({ code: "bad-request" });
	expect((await logs(`?search=${"y".repeat(1_001)}`)).status).toBe(400);
	// Somebody's regular expression is just a text, and takes no longer.
	expect((await logs(`?search=${encodeURIComponent("(x+x+)+y")}`)).body).toMatchObject({ lines: [], older: null });
});

test("all of it comes as a file", async () => {
	const { logs } = await dashboardWithLog();
	const { body, headers } = await logs("?whole=true");
	expect(body).toBe(numbered(0, 3_000));
	expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
	expect(headers.get("content-disposition")).toBe('attachment; filename="worker.log"');
});

test("case 40: a secret in the environment that comes into the log leaves the dashboard nowhere", async () => {
	const { logs, files } = await dashboardWithLog({ SERVICE_PASSWORD: "correct-horse-battery" });
	await appendFile(
		files.currentLog,
		[
			"using correct-horse-battery now",
			"-----BEGIN PRIVATE KEY-----",
			"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj",
			"-----END PRIVATE KEY-----",
			"DB_PASSWORD=hunter2",
			"",
		].join("\n"),
	);
	for (const query of [
		"?tail=5",
		"?whole=true",
		"?search=now",
		"?search=MII",
		"?search=correct-horse",
		"?from=0&tail=9999",
	]) {
		const text = JSON.stringify((await logs(query)).body);
		expect(text).not.toMatch(/correct-horse|MIIEvQ|hunter2/);
	}
	const key = (await readFile(files.currentLog, "utf8")).indexOf("MIIEvQ");
	expect(JSON.stringify((await logs(`?from=${key}&tail=1`)).body)).not.toContain("MIIEvQ");
	expect((await logs("?tail=5")).body.lines[0]).toBe("using [redacted] now");
	expect((await logs("?search=correct-horse")).body.lines).toEqual([]);
});
