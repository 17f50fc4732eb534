import { MARK } from "./redactor.ts";
import { isSecretName } from "./secret-values.ts";

/** `NAME=value`, `name: value`, `"name": "value"`, as .env files, settings and JSON write it; a name is at most 100 long. */
const ASSIGNMENT =
	/(?<![A-Za-z0-9_.])(["']?)([A-Za-z_][A-Za-z0-9_.-]{0,99})(\1[ \t]{0,10}[=:][ \t]{0,10})("(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s"',;}&)\]]+)/g;
/** What is no secret although its name may look like one: `max_tokens: 4096`, `password: null`. */
const HARMLESS = /^(?:\d{1,9}(?:[.:]\d+)*|true|false|null|none|undefined|yes|no|\*+|)$/i;

/** Blots out the values of settings with secret-looking names, wherever a text has them: names and quotes stay. */
export function redactAssignments(text: string): string {
	return text.replace(ASSIGNMENT, (whole, quote: string, name: string, sign: string, value: string) => {
		if (!isSecretName(name)) return whole;
		const opening = /^["']/.exec(value)?.[0] ?? "";
		const closing = opening !== "" && value.length > 1 && value.endsWith(opening) ? opening : "";
		const inner = value.slice(opening.length, value.length - closing.length);
		if (HARMLESS.test(inner) || inner.startsWith(MARK)) return whole;
		return `${quote}${name}${sign}${opening}${MARK}${closing}`;
	});
}
