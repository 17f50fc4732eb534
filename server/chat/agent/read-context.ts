import { NightshiftError } from "../../contract/errors.ts";
import type { LiveState } from "../../contract/state.ts";
import type { Database } from "../../db/open.ts";
import { redactThoroughly } from "../../redact/redact-thoroughly.ts";
import type { Environment } from "../../redact/secret-values.ts";
import type { RoadmapDesk } from "../../roadmap/desk.ts";
import { contextWords } from "./context.ts";

/** What was said before that an agent is told when it knows nothing, in messages. */
const SAID = 12;

export interface ContextSources {
	daemon: string;
	/** The answer that is asked for. */
	replyId: number;
	state: LiveState;
	roadmaps: RoadmapDesk;
	db: Database;
	/** The agent knows nothing of what was said before. */
	knowsNothing: boolean;
	/** Whose secrets are blotted out. */
	environments: readonly Environment[];
}

/** What an agent is told with a question. @throws NightshiftError `unknown-daemon`, `database-unavailable` */
export async function readContext(sources: ContextSources): Promise<string> {
	const { daemon: name, replyId, state, roadmaps, db, knowsNothing, environments } = sources;
	const daemon = state.daemons.find((one) => one.name === name);
	if (!daemon) throw new NightshiftError("unknown-daemon", `${name} is not in config.json any more.`);
	const rows = knowsNothing ? await readSaid(db, name, replyId) : [];
	const roadmap = await roadmaps.view(name).catch(() => null); // then the agent knows nothing of it
	const words = contextWords({ daemon, state, roadmap, said: rows.reverse(), now: new Date() });
	const [clean = ""] = await redactThoroughly([words], environments);
	return clean;
}

/** Newest first, without the question itself. */
function readSaid(db: Database, daemon: string, replyId: number) {
	return db.read((prisma) =>
		prisma.chatMessage.findMany({
			where: { daemon, id: { lt: replyId } },
			orderBy: { id: "desc" },
			skip: 1,
			take: SAID,
			select: { from: true, text: true },
		}),
	);
}
