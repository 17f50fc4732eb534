import { oneLine } from "../../text/cut.ts";
import { ASIDE_KEY, runOfAsideKey } from "./aside-question.ts";
import { type AskedBack, askedBack, isAgentsQuestion, markRead, reply } from "./asked-back.ts";
import { DAY_BUDGET_KEY } from "./budget-question.ts";
import { NO_STEPS_KEY } from "./pass-over.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";
import { lastReply } from "./work-so-far.ts";

const MAX_QUOTED = 2_000;

/**
 * Answers what the person asks back where no agent can: the developer asked by itself, or the agent that asked has ended
 * for good. No agent is started for it; what is known is said, and where the rest is.
 */
export async function answerForItself(shop: Shop): Promise<void> {
	for (const asked of await askedBack(shop)) {
		const run = await runOf(shop, asked.key);
		if (run && isForAgent(shop, asked, run)) continue;
		await markRead(shop, asked);
		await reply(shop, asked, await sentences(shop, asked, run));
	}
}

function isForAgent({ agent }: Shop, { key }: AskedBack, run: Run): boolean {
	const isAtWork = (run.status === "running" || run.status === "parked") && run.stage === "work";
	return !agent.builtIn && isAtWork && isAgentsQuestion(key, run);
}

async function sentences(shop: Shop, { key }: AskedBack, run: Run | null): Promise<string> {
	const record = run ? `All that was done is in the record of ${run.item}: its turns, commands and checks.` : "";
	if (key.startsWith(DAY_BUDGET_KEY)) {
		return "I ask this myself, by work.budget.day in config.json. What was used is in the cost of each task; nothing is worked on until you answer, or until tomorrow.";
	}
	if (key.startsWith(NO_STEPS_KEY)) {
		return "I ask this myself: the built-in agent runs the fenced sh blocks of an item, and this one has none. With a coding agent in config.json it can be worked on as it is.";
	}
	if (!run) return "I ask this myself, and know no more about it than is written above.";
	const kind = key.startsWith(ASIDE_KEY) ? "aside" : (key.split(":")[2] ?? "");
	if (kind === "check") {
		return `I ask this myself: it is a command of the field Verify of ${run.item} in the roadmap, word for word, and runs in ${run.worktree}. No agent waits for it.`;
	}
	if (kind.startsWith("budget")) {
		return `I ask this myself, by work.budget.item in config.json; the agent has ended its turn and waits. ${record}`;
	}
	if (kind === "review" || kind === "aside") {
		const last = await lastReply(shop, run);
		const said = last ? `What it said last: “${oneLine(last, MAX_QUOTED)}”` : "It has said nothing at its end.";
		const how =
			kind === "review"
				? "To have it explained or changed, send it back with your words: then the agent goes on with them."
				: "To have it explained or changed, have it tried again, and tell me what the agent should know.";
		return `The agent that worked on ${run.item} has ended and cannot be asked any more. ${said} ${record} ${how}`;
	}
	if (shop.agent.builtIn) {
		return `The built-in agent runs the steps of ${run.item} as they are written in the roadmap, and cannot explain them.`;
	}
	return `The agent that asked this has ended its work on ${run.item} and cannot be asked any more. ${record}`;
}

/** The run that a question is about. */
async function runOf({ db, persist }: Shop, key: string): Promise<Run | null> {
	const id = runOfAsideKey(key) ?? Number(/^run:(\d+):/.exec(key)?.[1] ?? 0);
	return id > 0 ? persist(() => db.read((prisma) => prisma.run.findUnique({ where: { id } }))) : null;
}
