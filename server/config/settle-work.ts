import { expandProgram } from "./expand.ts";
import type { AgentConfig, Amounts, WorkConfig } from "./types.ts";
import type { AgentFile, WorkFile } from "./work-schema.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What an agent may do in its own worktree without anybody being asked, unless config.json says otherwise. */
const ALLOWED = ["read", "search", "think", "edit"];

/** Fills in the defaults. */
export function settleAgent(agent: AgentFile): AgentConfig {
	return {
		command: expandProgram(agent.command),
		env: agent.env ?? {},
		mode: agent.mode ?? null,
		// A cold npx downloads the agent first.
		startTimeoutMs: agent.startTimeout ?? 2 * MINUTE,
		permissions: {
			allow: agent.permissions?.allow ?? ALLOWED,
			ask: agent.permissions?.ask ?? [],
			deny: agent.permissions?.deny ?? [],
		},
	};
}

/** Fills in the defaults. */
export function settleWork(work: WorkFile | undefined): WorkConfig {
	return {
		verify: work?.verify ?? [],
		repairs: work?.repairs ?? 2,
		attempts: work?.attempts ?? 3,
		review: work?.review ?? true,
		remote: work?.remote ?? null,
		pullRequest: work?.pullRequest ?? false,
		parkAfterMs: work?.parkAfter ?? 5 * MINUTE,
		focus: work?.focus ?? [],
		budget: { item: settleAmounts(work?.budget?.item), day: settleAmounts(work?.budget?.day) },
	};
}

function settleAmounts(amounts: NonNullable<WorkFile["budget"]>["item"]): Amounts {
	return { timeMs: amounts?.time ?? null, tokens: amounts?.tokens ?? null, cost: amounts?.cost ?? null };
}
