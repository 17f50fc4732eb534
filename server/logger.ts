import { type Logger, pino } from "pino";

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
const SECRET_NAME = /key|token|secret|password|credential|auth/i;
/** Shorter values would blank out ordinary words. */
const MIN_SECRET_LENGTH = 8;

export interface SecretSources {
	/** The dashboard's token, as it is now. */
	token(): string | null;
	/** Environments from the configuration. */
	environments: Record<string, string>[];
}

/**
 * The dashboard's log: one JSON object a line, on standard output. Secrets are hidden twice: by the name they are logged
 * under, and by their value wherever it stands, in an error's text for example.
 */
export function createLogger(secrets: SecretSources, level = "info"): Logger {
	const values = secrets.environments.flatMap(secretValues);
	const paths = SECRET_PATHS.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]);
	return pino({
		level,
		base: { pid: process.pid },
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths, censor: HIDDEN },
		hooks: {
			streamWrite: (line) => [secrets.token(), ...values].reduce<string>((text, value) => hide(text, value), line),
		},
	});
}

/** The values of an environment whose names say that they are secret. */
function secretValues(environment: Record<string, string>): string[] {
	return Object.entries(environment)
		.filter(([name, value]) => SECRET_NAME.test(name) && value.length >= MIN_SECRET_LENGTH)
		.map(([, value]) => value);
}

function hide(text: string, secret: string | null): string {
	return secret ? text.replaceAll(secret, HIDDEN).replaceAll(JSON.stringify(secret).slice(1, -1), HIDDEN) : text;
}
