import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { readJson } from "../../server/config/write-json.ts";
import type { RunSummary } from "../../server/contract/work.ts";
import type { Row } from "./figures.ts";
import { type Installation, install } from "./installation.ts";
import { usage } from "./usage.ts";

const run = promisify(execFile);
const AGENT = fileURLToPath(new URL("../fixtures/daemons/acting-agent.mjs", import.meta.url));

/** A day: so many items, each with so many updates of its agent. */
const ITEMS = Number(process.argv[3] ?? 500);
const UPDATES = 100;
/** What is there is compared with what was there after these: everything is loaded by then. */
const WARM = 25;

interface Held {
	daemonMb: number;
	dashboardMb: number;
	/** Of the overview, after a garbage collection. */
	pageMb: number;
	nodes: number;
}

/** `npm run bench days`: a simulated day of work with a scripted agent, and what it leaves in memory. */
export async function measureDays(): Promise<Row[]> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-bench-days-"));
	const installation = await install(await daemonsIn(folder));
	const browser = await chromium.launch({
		executablePath: process.env.NIGHTSHIFT_CHROMIUM ?? "/usr/bin/chromium",
		args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
	});
	try {
		const page = await browser.newPage();
		await page.goto(`${installation.url}/?token=${installation.token}`, { waitUntil: "networkidle" });
		const began = performance.now();
		await installation.api("/daemons/code-developer/start", "POST");
		await untilDone(installation, WARM);
		const before = await held(installation, page);
		await untilDone(installation, ITEMS);
		const minutes = (performance.now() - began) / 60_000;
		return rows(before, await held(installation, page), minutes);
	} finally {
		await browser.close();
		await installation.end();
		await rm(folder, { recursive: true, force: true });
	}
}

function rows(before: Held, after: Held, minutes: number): Row[] {
	const what = `a simulated day (${ITEMS} items, ${(ITEMS * UPDATES).toLocaleString("en")} updates, in ${minutes.toFixed(1)} min)`;
	const row = (who: string, key: "daemonMb" | "dashboardMb" | "pageMb", aimMb: number): Row => ({
		what: `${what}: ${who}`,
		measured: `${after[key].toFixed(0)} MB at its end`,
		compared: `${before[key].toFixed(0)} MB after ${WARM} items`,
		aim: `grows by less than ${aimMb} MB`,
		met: after[key] - before[key] < aimMb,
	});
	return [
		row("developer daemon", "daemonMb", 150),
		row("dashboard", "dashboardMb", 150),
		row("the overview's heap", "pageMb", 10),
		{
			what: `${what}: the overview's elements`,
			measured: `${after.nodes} at its end`,
			compared: `${before.nodes} after ${WARM} items`,
			aim: "at most a tenth more",
			met: after.nodes <= before.nodes * 1.1,
		},
	];
}

async function held({ api, paths }: Installation, page: Page): Promise<Held> {
	const { daemons } = (await api("/status")) as { daemons: { pid: number }[] };
	const pid = daemons[0]?.pid ?? 0;
	const dashboard = (await readJson(paths.dashboard)) as { pid: number };
	const [daemon, own] = await Promise.all([usage(pid), usage(dashboard.pid)]);
	const session = await page.context().newCDPSession(page);
	await session.send("HeapProfiler.collectGarbage");
	const { usedSize } = await session.send("Runtime.getHeapUsage");
	const nodes = await page.locator("*").count();
	await session.detach();
	return { daemonMb: daemon.residentMb, dashboardMb: own.residentMb, pageMb: usedSize / 1e6, nodes };
}

async function untilDone({ api }: Installation, count: number): Promise<void> {
	for (;;) {
		const { runs } = (await api("/daemons/code-developer/runs?status=done&limit=1")) as { runs: RunSummary[] };
		if ((runs[0]?.id ?? 0) >= count) return;
		await delay(1_000);
	}
}

async function daemonsIn(folder: string): Promise<Record<string, object>> {
	const items = Array.from({ length: ITEMS }, (_, n) => `## US-${n + 1}: Item ${n + 1}\n\n**Status**: 📝 Planned\n`);
	await writeFile(join(folder, "ROADMAP.md"), `# Roadmap\n\n${items.join("\n")}`);
	const git = (...args: string[]) =>
		run("git", ["-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args]);
	await git("init", "-q", "-b", "main");
	await git("add", ".");
	await git("commit", "-q", "-m", "Start");
	const acts = join(folder, ".git", "acts.json");
	await writeFile(
		acts,
		JSON.stringify([
			[
				["updates", UPDATES],
				["write", "result.txt", "done\n"],
				["say", "Done."],
			],
		]),
	);
	return {
		"code-developer": {
			program: "code-developer",
			workspace: folder,
			agent: { command: [process.execPath, AGENT, acts] },
			work: { review: false },
		},
	};
}
