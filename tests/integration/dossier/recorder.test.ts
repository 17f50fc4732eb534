import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import type { DaemonConfig } from "../../../server/config/types.ts";
import type { Dossier } from "../../../server/contract/dossier.ts";
import { Dossiers } from "../../../server/dossier/recorder.ts";
import { daemonConfig, LIVE, node } from "../../support/daemon-config.ts";
import { end, isAlive, send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const SECRET = "correct-horse-battery";
const NPM_TOKEN = `npm_${"a1B2c3".repeat(6)}`;
const NO_RESTART = { ...daemonConfig([]).restart, on: "never" } as const;

/** A daemon `worker` in a state directory of its own, and its dossiers. */
async function rig(changes: Partial<DaemonConfig> = {}, { paths }: { paths?: Paths } = {}) {
	const home = paths ?? (await tempHome());
	const crashFile = join(home.home, "crash");
	const config = daemonConfig(node("blabber.mjs", "250"), {
		cwd: home.home,
		env: { API_TOKEN: SECRET, SAY: `publishing with ${NPM_TOKEN}`, CRASH_FILE: crashFile },
		ready: { ...daemonConfig([]).ready, heartbeat: true },
		restart: NO_RESTART,
		...changes,
	});
	const errors: object[] = [];
	const supervised = await supervise(home, [config], { adopt: false });
	const dossiers = new Dossiers({
		paths: home,
		supervisor: supervised.supervisor,
		token: () => "the-token-of-the-dashboard",
		logger: { error: (context) => errors.push(context) },
	});
	await supervised.supervisor.adopt();
	const folder = home.daemon("worker").dossiers;
	const newest = async (): Promise<Dossier> => {
		const [entry] = await eventually(async () => {
			const list = await dossiers.list("worker");
			return list.length > 0 ? list : null;
		});
		return (await dossiers.read("worker", entry?.id ?? "")) as Dossier;
	};
	const crash = () => writeFile(crashFile, "");
	return { ...supervised, paths: home, config, dossiers, folder, newest, crash, errors, crashFile };
}

describe("a daemon that crashes", () => {
	test("leaves a dossier of what it said, did and used, and of what followed", async () => {
		const { supervisor, paths, newest, crash, until, instance, errors } = await rig();
		await supervisor.start("worker");
		const token = await instance();
		await eventually(() => supervisor.statusOf("worker").memoryBytes);
		await crash();
		await until(({ phase }) => phase === "exited" || phase === "failed");
		const dossier = await newest();
		expect(dossier).toMatchObject({
			v: 1,
			daemon: "worker",
			instance: token,
			kind: "exit",
			title: "It exited with 3",
			exit: { code: 3, signal: null, cause: "crash", survivors: [] },
			diagnosis: null,
			decision: expect.stringContaining("exited with 3"),
			command: node("blabber.mjs", "250"),
			cwd: paths.home,
			changes: null,
			status: { activity: "working", task: { id: "US-9", progress: 0.5 }, plan: [{ title: "Read it" }, {}] },
		});
		expect(dossier.log).toHaveLength(200);
		expect(dossier.log.at(-1)).toBe("Error: it is over");
		expect(dossier.log).toContain("line 250");
		expect(dossier.ranMs).toBeGreaterThan(0);
		expect(dossier.vitals.at(-1)?.[2]).toBeGreaterThan(1_000_000);
		expect(Date.parse(dossier.heartbeatAt ?? "")).toBeLessThanOrEqual(Date.now());
		expect(errors).toEqual([]);
	});

	test("case 40: no secret of its environment or its log is in the file, which only the owner can read", async () => {
		const { supervisor, folder, newest, crash } = await rig();
		await supervisor.start("worker");
		await crash();
		const { id, log, status } = await newest();
		const path = join(folder, `${id}.json`);
		const text = await readFile(path, "utf8");
		expect(text).not.toContain(SECRET);
		expect(text).not.toContain(NPM_TOKEN);
		expect(log).toContain("the key is [redacted]");
		expect(log).toContain("publishing with [redacted]");
		expect(status?.plan?.[1]?.title).toBe("Send it with [redacted]");
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		expect((await stat(folder)).mode & 0o777).toBe(0o700);
	});

	test("has told what changed since it last ran well", async () => {
		const first = await rig({ restart: { ...NO_RESTART, stableAfterMs: 100 } });
		const script = join(first.paths.home, "bot.mjs");
		await writeFile(script, await readFile(node("blabber.mjs")[1] ?? ""));
		const command = [process.execPath, "bot.mjs"];
		await first.supervisor.configure([{ ...first.config, command, restart: { ...NO_RESTART, stableAfterMs: 100 } }]);
		await first.supervisor.start("worker");
		await eventually(() => readFile(first.paths.daemon("worker").goodStart).catch(() => null));
		expect((await stat(first.paths.daemon("worker").goodStart)).mode & 0o777).toBe(0o600);
		expect(await readFile(first.paths.daemon("worker").goodStart, "utf8")).not.toContain(SECRET);
		await first.supervisor.stop("worker");
		expect(await first.dossiers.list("worker")).toEqual([]);

		await writeFile(script, `${await readFile(script, "utf8")}\n// changed\n`);
		const env = { ...first.config.env, API_TOKEN: "another-horse-battery" };
		const restart = { ...NO_RESTART, stableAfterMs: 60_000 };
		await first.supervisor.configure([{ ...first.config, command, env, restart }]);
		await first.supervisor.start("worker");
		await first.crash();
		const { changes } = await first.newest();
		expect(changes?.changed).toEqual([
			"The setting env.API_TOKEN was changed.",
			"The setting restart.stableAfter was changed from 100ms to 1m.",
			expect.stringMatching(/^The file .*bot\.mjs was changed at 2.*Z, from \d+ to \d+ bytes\.$/),
		]);
		expect(JSON.stringify(changes)).not.toContain("horse");
	});

	test("keeps the newest twenty", async () => {
		const { supervisor, folder, dossiers } = await rig({
			command: ["sh", "-c", "echo it crashed; exit 4"],
			ready: daemonConfig([]).ready,
			restart: {
				...daemonConfig([]).restart,
				backoff: { initialMs: 1, factor: 1, maxMs: 1, jitter: 0 },
				limit: { failures: 23, withinMs: 600_000 },
			},
		});
		await supervisor.start("worker");
		await eventually(() => supervisor.statusOf("worker").phase === "failed");
		const entries = await dossiers.list("worker");
		expect(entries).toHaveLength(20);
		expect(entries.map(({ id }) => id)).toEqual(
			entries
				.map(({ id }) => id)
				.toSorted()
				.toReversed(),
		);
		expect(await readdir(folder)).toHaveLength(20);
		expect((await dossiers.read("worker", entries[0]?.id ?? ""))?.decision).toContain("start it again");
	});

	test("while no dashboard ran, has its dossier when the next one finds that", async () => {
		const first = await rig();
		const { pid } = await first.supervisor.start("worker");
		await first.supervisor.close();
		end(pid);
		await eventually(async () => !(await isAlive(pid ?? 0)));
		const second = await rig({}, { paths: first.paths });
		expect(await second.newest()).toMatchObject({ kind: "exit", ranMs: null, exit: { code: null } });
	});
});

describe("no dossier is written", () => {
	test("of a stop or restart that was asked for", async () => {
		const { supervisor, dossiers } = await rig();
		await supervisor.start("worker");
		await supervisor.restart("worker");
		await supervisor.stop("worker");
		expect(await dossiers.list("worker")).toEqual([]);
	});

	test("of a program that ends well and is started again and again by its settings", async () => {
		const { supervisor, dossiers, until } = await rig({
			command: ["true"],
			ready: daemonConfig([]).ready,
			restart: { ...daemonConfig([]).restart, on: "always" },
		});
		await supervisor.start("worker");
		await until(({ restarts }) => restarts > 1);
		expect(await dossiers.list("worker")).toEqual([]);
	});
});

test("a daemon that hangs has a dossier while it still hangs", async () => {
	const { supervisor, newest, dossiers } = await rig({
		command: node("heartbeat.mjs"),
		live: { ...LIVE, heartbeatMs: 1_200 },
	});
	const { pid } = await supervisor.start("worker");
	send(pid, "SIGSTOP");
	const dossier = await newest();
	expect(dossier).toMatchObject({
		kind: "hang",
		title: "It does not respond",
		exit: null,
		diagnosis: expect.stringContaining("has been stopped by a signal"),
		status: { task: { id: "US-9" } },
		log: ["up"],
	});
	expect(await dossiers.list("worker")).toMatchObject([{ id: dossier.id, kind: "hang", cause: null, changed: null }]);
});

test("a dossier that is damaged, or no dossier at all, hides no other", async () => {
	const { supervisor, folder, crash, newest, dossiers } = await rig();
	await supervisor.start("worker");
	await crash();
	const { id } = await newest();
	await writeFile(join(folder, "20200101T000000000Z-aaaaaaaa.json"), "{");
	await writeFile(join(folder, "notes.json"), "{}");
	expect((await dossiers.list("worker")).map((one) => one.id)).toEqual([id]);
	expect(await dossiers.read("worker", "20200101T000000000Z-aaaaaaaa")).toBeNull();
	expect(await dossiers.read("worker", "../../../token")).toBeNull();
	await rm(folder, { recursive: true });
	expect(await dossiers.list("worker")).toEqual([]);
});
