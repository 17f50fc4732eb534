/** Variables that change how a program prints, and nothing that it does. */
const HARMLESS = new Set(
	"TERM COLORTERM NO_COLOR FORCE_COLOR CLICOLOR CI COLUMNS LINES LANG LC_ALL TZ CLAUDECODE".split(" "),
);

/** Name and value. */
export type Variable = readonly [string, string];

/** Those that may change what a command does. */
export function tellingVariables(variables: readonly Variable[]): Variable[] {
	return variables.filter(([name]) => !HARMLESS.has(name));
}

/**
 * The variables that the input of a tool sets, as agents write them: `{"NAME": "value"}`, a list of
 * `{"name", "value"}` or of `NAME=value`. What cannot be read is kept as it is, under the name `env`, so that nobody
 * takes the command for one without variables.
 */
export function variablesOf(rawInput: unknown): Variable[] {
	if (!isRecord(rawInput)) return [];
	return [rawInput.env, rawInput.environment].flatMap((env): Variable[] => {
		if (env === undefined || env === null) return [];
		if (Array.isArray(env)) return env.map(listed);
		return isRecord(env) ? Object.entries(env).map(([name, value]) => [name, textOf(value)]) : [["env", textOf(env)]];
	});
}

function listed(one: unknown): Variable {
	if (isRecord(one) && typeof one.name === "string") return [one.name, textOf(one.value ?? "")];
	const [, name, value] = (typeof one === "string" && /^(\w+)=(.*)$/s.exec(one)) || [];
	return name === undefined || value === undefined ? ["env", textOf(one)] : [name, value];
}

/**
 * The command line that sets those variables and runs this one: what a person is shown and what patterns are held
 * against. In front of a single command they stand as a shell takes them (`NODE_OPTIONS=x npm test`); for anything else,
 * where they would hold for its first command alone, it is given to a shell of its own (`env A=1 sh -c '…'`).
 */
export function withVariables(variables: readonly Variable[], line: string): string {
	const telling = tellingVariables(variables);
	if (telling.length === 0) return line;
	const isSimple = SIMPLE.test(line) && telling.every(([name]) => NAME.test(name));
	const words = telling.map(([name, value]) =>
		NAME.test(name) ? `${name}=${quoted(value)}` : quoted(`${name}=${value}`),
	);
	return isSimple ? [...words, line].join(" ") : ["env", ...words, "sh", "-c", quoted(line)].join(" ");
}

const NAME = /^[A-Za-z_]\w*$/;
/** Words and quotes on one line, and nothing that joins commands or that the variables could change. */
const SIMPLE = /^[\w@%+=:,./ '"-]+$/;

/** A word as a shell must be given it. */
export function quoted(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
