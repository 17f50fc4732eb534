import { RecordWriter } from "../../conversations/apply/record-writer.ts";
import { openDatabase } from "../../db/open.ts";
import { recordActivity } from "../../inbox/record-activity.ts";
import { withOwnPatterns } from "../../redact/own-redactor.ts";
import { recordRedactor } from "../../redact/record-redactor.ts";
import { summarySecrets } from "../../summaries/key.ts";
import { ActivityRecorder } from "../kit/activity-recorder.ts";
import { persistence } from "../kit/persistence.ts";
import { ProblemBoard } from "../kit/problem-board.ts";
import { type DaemonContext, runDaemon } from "../kit/run-daemon.ts";
import { Errands } from "./errands.ts";
import { FileNews } from "./file-news.ts";
import { Monitor } from "./monitor.ts";
import { MonitorStatus } from "./monitor-status.ts";
import { becomeOnlyMonitor } from "./only-monitor.ts";
import { PROBLEM_SOURCES } from "./parts.ts";
import { PieceSize } from "./piece-size.ts";
import { RecordKeeper } from "./record-keeper.ts";
import { loadSettings } from "./settings.ts";

async function monitor({ name, paths, status, log, signal, redact }: DaemonContext): Promise<void> {
	const settings = await loadSettings(paths, name);
	const secrets = await summarySecrets(settings.summaries, process.env);
	const ownership = becomeOnlyMonitor(paths);
	const problems = new ProblemBoard(status, PROBLEM_SOURCES);
	const persist = persistence({
		log,
		signal,
		onProblem: (sentence) => (sentence ? problems.raise("database", sentence) : problems.clear("database")),
	});
	const db = await persist(() => openDatabase(paths.database));
	const writer = RecordWriter.open(paths.database);
	const piece = new PieceSize();
	const keeper = new RecordKeeper(paths.database, piece);
	const activity = new ActivityRecorder(
		name,
		(entry) => persist(() => recordActivity(db, entry)),
		redact,
		(entry, error) => log.error({ entry, err: error }, "An entry of the activity feed could not be stored"),
	);
	const news = new FileNews((entry) => activity.record(entry));
	// Whichever part fails ends the others, and the daemon, which is started again.
	const failed = new AbortController();
	const until = AbortSignal.any([signal, failed.signal]);
	const around = { name, settings, db, folder: paths.chats, log, problems, activity, signal: until };
	const errands = new Errands(around);
	let toldCaughtUp = () => {};
	const caughtUp = new Promise<void>((resolve) => {
		toldCaughtUp = resolve;
	});
	try {
		const keeping = new Monitor({
			...around,
			news,
			status: new MonitorStatus(status),
			room: {
				writer,
				keeper,
				redact: withOwnPatterns(recordRedactor([process.env, secrets]), settings.redact),
				persist,
				piece,
				onFault: (error, place) => log.error({ err: error, ...place }, "A line could not be read; it is counted"),
			},
			onOrders: () => errands.ask(),
			onCaughtUp: toldCaughtUp,
		}).run();
		const parts = [keeping.finally(toldCaughtUp), errands.run(caughtUp)];
		for (const part of [...parts, keeper.failed]) part.catch(() => failed.abort());
		const ends = await Promise.allSettled(parts);
		if (keeper.broken) throw keeper.broken;
		for (const end of ends) if (end.status === "rejected") throw end.reason;
	} finally {
		news.flush();
		await activity.flush();
		await keeper.close();
		writer.close();
		await db.close();
		ownership.release();
	}
}

runDaemon({ name: "chat-monitor", main: monitor });
