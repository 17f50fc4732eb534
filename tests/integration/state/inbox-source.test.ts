import { copyFile, rename, rm, writeFile } from "node:fs/promises";
import Sqlite from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { ACTIVITY_LIMIT, PENDING_LIMIT } from "../../../server/contract/state.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { answerQuestion } from "../../../server/inbox/answer-question.ts";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { recordActivity } from "../../../server/inbox/record-activity.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

async function follow(dashboard: Awaited<ReturnType<typeof startDashboard>>): Promise<Follower> {
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const follower = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders })));
	await follower.start();
	return follower;
}

describe("what another process writes into the database", () => {
	test("shows without being asked for: questions, their answers, and the feed", async () => {
		const dashboard = await startDashboard();
		const follower = await follow(dashboard);
		const daemon = await openDatabase(dashboard.paths.database);
		try {
			const { ticket } = await askQuestion(daemon, { title: "May I?", kind: "approval" });
			const asked = await follower.until(({ pending }) => pending.length === 1);
			expect(asked).toMatchObject({ pendingCount: 1, pending: [{ ticket, status: "pending" }] });
			await answerQuestion(daemon, ticket, { answer: "approve" });
			await follower.until(({ pending, pendingCount }) => pending.length === 0 && pendingCount === 0);
		} finally {
			await daemon.close();
		}
	});

	test("in a flood is neither missed nor shown twice", async () => {
		const dashboard = await startDashboard();
		const follower = await follow(dashboard);
		const daemon = await openDatabase(dashboard.paths.database);
		const total = 1_000;
		try {
			for (let n = 1; n <= total; n += 1) await recordActivity(daemon, { kind: "message", title: `message ${n}` });
		} finally {
			await daemon.close();
		}
		await follower.until(({ activity }) => activity.at(-1)?.title === `message ${total}`);
		const seen = follower.deltas.flatMap(({ change }) => (change.type === "activity" ? change.entries : []));
		expect(seen.map(({ title }) => title)).toEqual(Array.from({ length: total }, (_, index) => `message ${index + 1}`));
		expect(follower.state.activity).toHaveLength(ACTIVITY_LIMIT);
	});

	test("beyond the limit of pending questions is counted, and moves up when there is room", async () => {
		const dashboard = await startDashboard();
		const follower = await follow(dashboard);
		const daemon = await openDatabase(dashboard.paths.database);
		try {
			for (let n = 1; n <= PENDING_LIMIT + 2; n += 1) await askQuestion(daemon, { title: `question ${n}` });
			const full = await follower.until(({ pendingCount }) => pendingCount === PENDING_LIMIT + 2);
			expect(full.pending).toHaveLength(PENDING_LIMIT);
			expect(full.pending.at(-1)?.ticket).toBe(`Q-${PENDING_LIMIT}`);
			await answerQuestion(daemon, "Q-1", { answer: "done" });
			const moved = await follower.until(({ pending }) => pending.at(-1)?.ticket === `Q-${PENDING_LIMIT + 1}`);
			expect(moved.pending[0]?.ticket).toBe("Q-2");
			expect(moved.pendingCount).toBe(PENDING_LIMIT + 1);
		} finally {
			await daemon.close();
		}
	});
});

describe("a deadline", () => {
	test("that passed while no dashboard ran is honoured at its start", async () => {
		const paths = await tempHome();
		const asker = await openDatabase(paths.database);
		const deadlineAt = new Date(Date.now() - 30_000).toISOString();
		await askQuestion(asker, {
			title: "Go on?",
			kind: "approval",
			deadlineAt,
			onDeadline: "default",
			default: "approve",
		});
		await asker.close();
		const dashboard = await startDashboard([], paths);
		const follower = await follow(dashboard);
		await follower.until(({ pendingCount, activity }) => pendingCount === 0 && activity.length === 2);
		expect((await dashboard.api("/questions/Q-1")).body).toMatchObject({ status: "defaulted", answer: "approve" });
	});

	test("that passes is honoured within seconds", async () => {
		const dashboard = await startDashboard();
		const follower = await follow(dashboard);
		const deadlineAt = new Date(Date.now() + 500).toISOString();
		await dashboard.api("/questions", { body: { title: "Go on?", deadlineAt, onDeadline: "skip" } });
		await follower.until(({ pendingCount }) => pendingCount === 1);
		await follower.until(({ pendingCount }) => pendingCount === 0);
	});
});

describe("a database that is not available", () => {
	test("at the start: the dashboard runs, says so in one sentence, and goes on when it was mended", async () => {
		const paths = await tempHome();
		await writeFile(paths.database, "this is no database, but somebody's file");
		const dashboard = await startDashboard([], paths);
		expect((await fetch(`${dashboard.url}/healthz`)).status).toBe(200);
		expect((await dashboard.api("/status")).status).toBe(200);
		const refused = await dashboard.api("/questions", { body: { title: "x" } });
		expect([refused.status, refused.body.code]).toEqual([503, "database-unavailable"]);
		const follower = await follow(dashboard);
		expect(follower.state.problems).toMatchObject([{ id: "database", severity: "error", text: refused.body.detail }]);

		await rm(paths.database);
		await follower.until(({ problems }) => problems.length === 0);
		expect((await dashboard.api("/questions", { body: { title: "x" } })).status).toBe(201);
	});

	test("later, because its file was deleted or replaced: it is opened anew, and nothing is written to the old one", async () => {
		const dashboard = await startDashboard();
		const { paths, api } = dashboard;
		const follower = await follow(dashboard);
		const other = await openDatabase(`${paths.home}/other.db`);
		await askQuestion(other, { title: "of the backup" });
		await other.close();
		for (const title of ["1", "2", "3"]) await api("/questions", { body: { title } });
		await follower.until(({ pendingCount }) => pendingCount === 3);

		await copyFile(`${paths.home}/other.db`, `${paths.home}/copy.db`);
		for (const suffix of ["-wal", "-shm"]) await rm(paths.database + suffix, { force: true });
		await rename(`${paths.home}/copy.db`, paths.database);
		const state = await follower.until(({ pending }) => pending.length === 1);
		expect(state.pending[0]?.title).toBe("of the backup");
		expect(state.pendingCount).toBe(1);
		const ticket = await eventually(async () => {
			const asked = await api("/questions", { body: { title: "and on" } });
			return asked.status === 201 ? asked.body.ticket : null;
		});
		expect(ticket).toBe("Q-2");
		await follower.until(({ pendingCount }) => pendingCount === 2);
	});
});

describe("a database with a record that somebody broke", () => {
	test("says so for as long as it lasts, and everything else works", async () => {
		const dashboard = await startDashboard();
		const { paths, api } = dashboard;
		const follower = await follow(dashboard);
		await api("/questions", { body: { title: "first" } });
		await follower.until(({ pendingCount }) => pendingCount === 1);
		const file = new Sqlite(paths.database);
		onTestFinished(() => void file.close());
		file.exec("UPDATE Question SET options = '{broken', version = 2");
		const broken = await follower.until(({ problems }) => problems.length === 1);
		expect(broken.problems[0]).toMatchObject({ id: "database", text: expect.stringContaining("cannot be read") });
		expect((await api("/status")).status).toBe(200);
		expect((await api("/activity")).status).toBe(200);
		expect((await api("/questions/Q-1")).status).toBe(503);
		file.exec("UPDATE Question SET options = '[]', version = 3");
		await follower.until(({ problems, pending }) => problems.length === 0 && pending[0]?.version === 3);
	});
});
