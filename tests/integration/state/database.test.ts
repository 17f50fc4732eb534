import { readFile, writeFile } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import type { DaemonStatus, Status } from "../../../server/contract/daemon.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { daemonConfig, node } from "../../support/daemon-config.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { isAlive, send } from "../../support/processes.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const config = daemonConfig(node("sleeper.mjs"), { autostart: true });

async function follow(dashboard: TestDashboard): Promise<Follower> {
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const live = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders })));
	await live.start();
	return live;
}

/** Looked after as ever: restarted when it dies, stopped and started when somebody asks. */
async function isSupervised({ api }: TestDashboard): Promise<void> {
	const worker = async (): Promise<DaemonStatus> => (await api<Status>("/status")).body.daemons[0] as DaemonStatus;
	const first = await eventually(async () => {
		const status = await worker();
		return status.phase === "running" ? status : null;
	});
	send(first.pid, "SIGKILL");
	await eventually(async () => {
		const { phase, pid, restarts } = await worker();
		return phase === "running" && pid !== first.pid && restarts === 1;
	});
	expect((await api("/daemons/worker/stop", { method: "POST" })).body).toMatchObject({ phase: "stopped" });
	const { body } = await api<DaemonStatus>("/daemons/worker/start", { method: "POST" });
	expect(body).toMatchObject({ phase: "running" });
	expect(await isAlive(body.pid ?? 0)).toBe(true);
}

/** What the inbox says of its database, as a page shows it and as the API answers. */
async function expectSaid(dashboard: TestDashboard, code: string, sentence: RegExp): Promise<void> {
	const live = await follow(dashboard);
	const { problems } = await live.until((state) => state.problems.some(({ text }) => sentence.test(text)));
	expect(problems.find(({ text }) => sentence.test(text))).toMatchObject({ severity: "error" });
	const asked = await dashboard.api("/questions", { body: { kind: "text", title: "Is anybody there?" } });
	expect(asked).toMatchObject({ status: 503, body: { code, detail: expect.stringMatching(sentence) } });
}

describe("case 45: a database that cannot be used", () => {
	test("is damaged: supervision goes on, the inbox says so, and not a byte is overwritten", async () => {
		const paths = await tempHome();
		const text = "This was a database once.\n".repeat(1_000);
		await writeFile(paths.database, text);
		const dashboard = await startDashboard([config], paths);
		await expectSaid(dashboard, "database-unavailable", /is not a database; move it away/);
		await isSupervised(dashboard);
		await dashboard.close();
		expect(await readFile(paths.database, "utf8")).toBe(text);
	});

	test("is from a newer version: supervision goes on, the inbox says so, and not a row is changed", async () => {
		const paths = await tempHome();
		const before = await ofNewerVersion(paths);
		const dashboard = await startDashboard([config], paths);
		await expectSaid(dashboard, "database-newer", /newer version/);
		await isSupervised(dashboard);
		await dashboard.close();
		expect(contentOf(paths)).toEqual(before);
	});

	test("is locked by another program: supervision goes on, the inbox says so, and all is well when it lets go", async () => {
		const paths = await tempHome();
		await (await openDatabase(paths.database)).close();
		const other = new Sqlite(paths.database);
		onTestFinished(() => void other.close());
		other.pragma("journal_mode = DELETE"); // without it an exclusive lock would still let others read
		other.exec("BEGIN EXCLUSIVE");
		const dashboard = await startDashboard([config], paths);
		await expectSaid(dashboard, "database-unavailable", /is held by another program/);
		await isSupervised(dashboard);
		other.exec("COMMIT");
		other.close();
		const live = await follow(dashboard);
		await live.until((state) => state.problems.length === 0);
		const { status } = await dashboard.api("/questions", { body: { kind: "text", title: "Is anybody there?" } });
		expect(status).toBe(201);
	}, 60_000);
});

/** A database in which a later version has left its mark. Returns all that is in it. */
async function ofNewerVersion(paths: Paths): Promise<unknown> {
	await (await openDatabase(paths.database)).close();
	const file = new Sqlite(paths.database);
	file.exec(`INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "applied_steps_count", "finished_at")
		VALUES ('later', 'x', '9999_later', 1, CURRENT_TIMESTAMP)`);
	file.close();
	return contentOf(paths);
}

function contentOf(paths: Paths): unknown {
	const file = new Sqlite(paths.database, { readonly: true });
	// What a virtual table holds stands in tables of its own.
	const real = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY name";
	const tables = file.prepare(real).pluck().all();
	const rows = tables.map((table) => [table, file.prepare(`SELECT * FROM "${table}"`).all()]);
	file.close();
	return rows;
}
