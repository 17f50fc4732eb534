import { onTestFinished } from "vitest";
import type { ProviderConfig } from "../../../server/config/record-types.ts";
import type { Database } from "../../../server/db/open.ts";
import { keepSummaries } from "../../../server/summaries/keep-summaries.ts";
import type { SummaryKeeperOptions } from "../../../server/summaries/options.ts";
import { eventually } from "../../support/wait.ts";

export const KEY = "sk-planted-summary-key-0123456789";
export const ENV = { SUMMARY_KEY: KEY };

/** Everything happened long before it. */
export const NOW = Date.parse("2026-11-21T12:00:00.000Z");

export function configOf(url: string, more: Partial<ProviderConfig> = {}): ProviderConfig {
	return {
		provider: "openai",
		model: "small",
		url,
		key: { env: "SUMMARY_KEY" },
		timeoutMs: 5_000,
		perMinute: 60_000,
		...more,
	};
}

export interface Keeper {
	/** The last that was told; undefined: nothing yet. */
	problem(): string | null | undefined;
	problems: (string | null)[];
	/** All lines of its log. */
	logged: string[];
	/** Ends it, as the daemon's end does. */
	stop(): Promise<void>;
}

/** Runs the loop until the test ends; pauses are short. */
export function startKeeper(
	db: Database,
	config: ProviderConfig | null,
	more: Partial<SummaryKeeperOptions> = {},
): Keeper {
	const controller = new AbortController();
	const problems: (string | null)[] = [];
	const logged: string[] = [];
	const log = (context: object, message: string) => void logged.push(`${message} ${JSON.stringify(context)}`);
	const running = keepSummaries({
		db,
		config,
		env: ENV,
		signal: controller.signal,
		onProblem: (problem) => problems.push(problem),
		log: { info: log, warn: log },
		now: () => NOW,
		outages: { initialMs: 1, maxMs: 10, breakAfter: 4, openMs: 15, now: () => performance.now() },
		...more,
		times: { lookMs: 20, breathMs: 1, ...more.times },
	});
	const stop = async () => {
		controller.abort(new Error("the test ends"));
		await running;
	};
	onTestFinished(stop);
	return { problem: () => problems.at(-1), problems, logged, stop };
}

/** What is stored of a conversation's summary. */
export function summaryOf(db: Database, id: number) {
	return db.prisma.conversation.findUniqueOrThrow({
		where: { id },
		select: { summary: true, summaryBy: true, keywords: true, summaryOf: true, change: true },
	});
}

/** Waits until a summary by this writer is the summary of the conversation's present state. */
export function summarised(db: Database, id: number, by: string) {
	return eventually(async () => {
		const row = await summaryOf(db, id);
		return row.summaryBy === by && row.summaryOf === row.change ? row : null;
	});
}
