import type { Prisma } from "../../server/db/generated/client.ts";
import type { Database } from "../../server/db/open.ts";

/** A run as a developer daemon begins it, changed as the test needs it. */
export function createRun(db: Database, changes: Partial<Prisma.RunUncheckedCreateInput> = {}) {
	return db.write(({ run }) =>
		run.create({
			data: {
				daemon: "code-developer",
				workspace: "/srv/app",
				item: "US-1",
				title: "Sign in with a link",
				branch: "nightshift/us-1",
				worktree: "/srv/worktrees/us-1",
				baseCommit: "0".repeat(40),
				...changes,
			},
		}),
	);
}

/** A turn of a run, likewise. */
export function createTurn(db: Database, runId: number, changes: Partial<Prisma.TurnUncheckedCreateInput> = {}) {
	return db.write(({ turn }) => turn.create({ data: { runId, number: 1, prompt: "Work on it.", ...changes } }));
}

/** A finished tool call of a turn, likewise. */
export function createCall(db: Database, turnId: number, changes: Partial<Prisma.ToolCallUncheckedCreateInput> = {}) {
	const data = { turnId, callId: "call-1", title: "Run the tests", kind: "execute", status: "completed", ...changes };
	return db.write(({ toolCall }) => toolCall.create({ data }));
}

/** A check of a run that failed, likewise. */
export function createCheck(db: Database, runId: number, changes: Partial<Prisma.CheckUncheckedCreateInput> = {}) {
	const data = { command: "npm test", ok: false, how: "exit code 1", output: "", startedAt: new Date(), ...changes };
	return db.write(({ check }) => check.create({ data: { runId, ...data } }));
}
