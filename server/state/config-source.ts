import { type LoadedConfig, loadConfig } from "../config/load.ts";
import type { Paths } from "../config/paths.ts";
import { settlePerson } from "../config/person-schema.ts";
import type { Config, PersonConfig } from "../config/types.ts";
import { watchConfig } from "../config/watch-config.ts";
import { NightshiftError } from "../contract/errors.ts";
import { withhold } from "../supervisor/environment.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import type { Trouble } from "./problems.ts";

export interface ConfigSourceOptions {
	paths: Paths;
	/** What the dashboard started with. */
	config: Config & Partial<Pick<LoadedConfig, "text">>;
	supervisor: Supervisor;
	/** A configuration that cannot be used. */
	mistake: Trouble;
	/** One that can, and that needs the dashboard to be restarted. */
	restart: Trouble;
	/** Told of each good configuration. */
	onConfig?(config: Config): void;
	onError(error: unknown): void;
	/** Told of the person as a good configuration has them. */
	onPerson?(person: PersonConfig): void;
}

/**
 * Follows config.json while everything runs: a good one is taken up at once; one with a mistake is named with its line,
 * and the settings before it stay in force. Ends with the returned function.
 */
export function followConfig(options: ConfigSourceOptions): () => Promise<void> {
	const { paths, config, supervisor, mistake, restart, onError } = options;
	const take = async () => {
		try {
			const next = await loadConfig(paths);
			if (!next.exists) throw missing(paths.config);
			withhold(next.notify?.variables ?? []); // first: daemons that are new are started at once
			await supervisor.configure(next.daemons);
			options.onPerson?.(next.person ?? settlePerson());
			options.onConfig?.(next);
			mistake.worked();
			const moved = moveOf(config, next);
			if (moved) restart.failed(moved);
			else restart.worked();
		} catch (error) {
			mistake.failed(withPromise(error));
		}
	};
	const watch = watchConfig(paths.config, config.text, take, onError);
	return () => watch.close();
}

function missing(file: string): NightshiftError {
	return new NightshiftError("config-invalid", `${file} is gone; put it back.`);
}

function withPromise(error: unknown): unknown {
	if (!(error instanceof NightshiftError)) return error;
	const message = `${error.message} Until it is mended the settings before it stay in force.`;
	return new NightshiftError(error.code, message, error.details, { cause: error });
}

function moveOf({ dashboard: from }: Config, { dashboard: to }: Config): NightshiftError | null {
	if (from.host === to.host && from.port === to.port) return null;
	return new NightshiftError(
		"config-invalid",
		`config.json has the dashboard at ${to.host}, port ${to.port} now; it moves there with "nightshift restart --dashboard-only".`,
	);
}
