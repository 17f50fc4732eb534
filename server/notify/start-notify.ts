import type { Paths } from "../config/paths.ts";
import type { Config } from "../config/types.ts";
import type { Token } from "../http/token.ts";
import { ownTokens } from "../redact/own-tokens.ts";
import type { Live } from "../state/live.ts";
import { troubleWith } from "../state/problems.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { Notify } from "./notify.ts";

export interface StartNotifyOptions {
	paths: Paths;
	config: Pick<Config, "notify" | "person">;
	supervisor: Supervisor;
	live: Live;
	/** The dashboard's own address. */
	url: string;
	token: Token;
	logger: { error(context: object, message: string): void };
}

/** Telling, as the dashboard has it: from the beginning, with or without a database, and at every change of a question. */
export function startNotify({ paths, config, supervisor, live, url, token, logger }: StartNotifyOptions): Notify {
	const notify = new Notify({
		config,
		database: () => live.database.current,
		needDatabase: () => live.database.use(),
		pushKeysFile: paths.pushKeys,
		url,
		environments: () => [
			ownTokens(token.current()),
			...supervisor.configs().flatMap(({ env, agent }) => [env, agent?.env ?? {}]),
		],
		statusOf: (daemon) => (supervisor.names().includes(daemon) ? supervisor.statusOf(daemon) : null),
		apply: (change) => live.store.apply(change),
		trouble: troubleWith("database-notify", live.store, logger),
		logger,
	});
	live.store.on("delta", ({ change }) => {
		const isNews = change.type === "question" || (change.type === "revision" && change.topic === "inbox");
		if (isNews) notify.lookAtQuestions();
	});
	notify.start();
	return notify;
}
