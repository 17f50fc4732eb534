import { mkdir } from "node:fs/promises";
import { openDatabase } from "../../db/open.ts";
import { forgetSurroundings } from "../../git/surroundings.ts";
import { recordActivity } from "../../inbox/record-activity.ts";
import { redactor } from "../../redact/redactor.ts";
import { ActivityRecorder } from "../kit/activity-recorder.ts";
import { persistence } from "../kit/persistence.ts";
import { ProblemBoard } from "../kit/problem-board.ts";
import { type DaemonContext, runDaemon } from "../kit/run-daemon.ts";
import { Developer } from "./developer.ts";
import { Memory } from "./memory.ts";
import { Outages } from "./outages.ts";
import { redactedStatus } from "./redacted-status.ts";
import { loadSettings } from "./settings.ts";

async function develop(context: DaemonContext): Promise<void> {
	const { name, paths, files, log, signal } = context;
	forgetSurroundings();
	const { workspace, agent, work } = await loadSettings(paths, name);
	const redact = redactor(process.env, agent.env);
	const status = redactedStatus(context.status, redact);
	await mkdir(files.worktrees, { recursive: true, mode: 0o700 });

	const problems = new ProblemBoard(status, ["database", "work"] as const);
	const persist = persistence({
		log,
		signal,
		onProblem: (sentence) => (sentence ? problems.raise("database", sentence) : problems.clear("database")),
	});
	const db = await persist(() => openDatabase(paths.database));
	const activity = new ActivityRecorder(
		name,
		(entry) => persist(() => recordActivity(db, entry)),
		redact,
		(entry, error) => log.error({ entry, err: error }, "An entry of the activity feed could not be stored"),
	);
	const memory = await Memory.load(files.dir);
	const fault = (error: unknown) => {
		if (signal.aborted) return; // what was not done is done at the next start
		queueMicrotask(() => {
			throw error;
		});
	};
	try {
		const shop = {
			...context,
			status,
			redact,
			agent,
			work,
			db,
			persist,
			activity,
			memory,
			outages: new Outages(),
			fault,
		};
		await new Developer(shop, workspace, problems).run();
	} finally {
		await activity.flush();
		await db.close();
	}
}

runDaemon({ name: "code-developer", main: develop });
