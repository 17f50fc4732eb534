import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { itemPrompt } from "../../../server/agents/item-prompt.ts";
import { parseRoadmap } from "../../../server/roadmap/parse-roadmap.ts";
import { tempHome } from "../../support/temp-home.ts";
import { type Answer, allowOnce, runbook, started } from "./harness.ts";
import { tokenFor } from "./survivors.ts";

/** The prompt of an item with these blocks; a block is `sh` unless it starts with a language of its own. */
function promptOf(...blocks: string[]) {
	const fences = blocks.map((block) =>
		/^\w+\n/.test(block) ? `\`\`\`${block}\n\`\`\`` : `\`\`\`sh\n${block}\n\`\`\``,
	);
	const [item] = parseRoadmap(`## US-1: Try 📝 Planned\n\n${fences.join("\n\n")}\n`).items;
	if (!item) return expect.unreachable("no item");
	return itemPrompt(item, []);
}

/** A folder to work in and a folder for the agent's state, with as many agent processes, one after another, as wanted. */
export async function runbookPlace() {
	const { home } = await tempHome();
	const cwd = join(home, "wörk tree");
	await mkdir(cwd);
	const { token, env } = tokenFor();
	return {
		cwd,
		token,
		async open(answer: Answer = allowOnce, resumeSessionId: string | null = null) {
			const state = { NIGHTSHIFT_AGENT_STATE: join(home, "agent state") };
			const { agent, seen } = await started(runbook, cwd, answer, { env: { ...env, ...state } });
			const { sessionId, how } = await agent.openSession({ cwd, resumeSessionId });
			const run = (...blocks: string[]) => agent.prompt(sessionId, promptOf(...blocks));
			return { agent, seen, sessionId, how, run };
		},
	};
}
