import { type Logger, pino } from "pino";
import { ownTokens } from "./redact/own-tokens.ts";
import { secretValues } from "./redact/secret-values.ts";

export type { Logger } from "pino";

const HIDDEN = "[hidden]";
/** Where secrets sit when an object is logged whole. */
const SECRET_PATHS = [
	"token",
	"cookie",
	"authorization",
	"env",
	"environment",
	"headers.cookie",
	"headers.authorization",
];
export interface SecretSources {
	/** The dashboard's token, as it is now. */
	token(): string | null;
	/** Environments from the configuration, as it is now. */
	environments(): Record<string, string>[];
}

/**
 * The dashboard's log: one JSON object a line, on standard output. Secrets are hidden twice: by the name they are logged
 * under, and by their value wherever it stands, in an error's text for example.
 */
export function createLogger(secrets: SecretSources, level = "info"): Logger {
	const paths = SECRET_PATHS.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]);
	return pino({
		level,
		base: { pid: process.pid },
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths, censor: HIDDEN },
		hooks: {
			streamWrite: (line) =>
				secretValues([ownTokens(secrets.token()), ...secrets.environments()]).reduce(
					(text, value) => text.replaceAll(value, HIDDEN),
					line,
				),
		},
	});
}
