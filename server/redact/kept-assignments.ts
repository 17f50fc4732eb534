import { MARK } from "./redactor.ts";
import { isSecretName } from "./secret-values.ts";

/** Where a setting with a secret-looking name may be, or an option (`--token abc`). A text without any is gone over at some 300 MB/s. */
export const ASSIGNMENT_HINT =
	/(?:token|secret|passw|passphrase|credential|key|pass|auth|cookie|pwd)[\w.-]{0,40}(?:\\{0,3}["']?[ \t]{0,10}[=:]|(?<=--[\w-]{0,60})[ \t])/gi;

/** As .env files, settings, JSON and JSON within JSON write it. */
const ASSIGNMENT =
	/(?<![A-Za-z0-9_.])((?:\\{0,3}["'])?)([A-Za-z_][A-Za-z0-9_.-]{0,99})(\1[ \t]{0,10}(?:=>|[=:])[ \t]{0,10})(\\{1,3}"[^"\\\n]*(?:\\{1,3}")?|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|[^\s"',;}&)\]]+)/g;

/** Counted in tokens, or about them. */
const NO_SECRET =
	/tokens$|tokeni[sz]|token_?(?:count|type|limit|budget|usage|name|length)|max_?token|key_?(?:name|type|code|path|file)$|(?:^|_)primary_?key$/i;
/** A name that leaves no doubt: whatever stands under it is meant to be secret. */
const PASSWORD = /passw|passphrase|secret|(?:^|[_-])pwd$|credential/i;
const STRONG = /passw|passphrase|secret|credential|token|api[_-]?key|access[_-]?key|private[_-]?key|[_-]pwd$/i;
/** `DB_PASSWORD=…` as shells and .env files have it. */
const VARIABLE = /^[A-Z][A-Z0-9_]*$/;

const HARMLESS = /^(?:\d{1,9}(?:[.:]\d+)*|true|false|null|nil|none|undefined|yes|no|on|off|\*+|)$/i;
/** What stands where a secret is to be put. */
const PLACEHOLDER =
	/^(?:\\?\$[A-Za-z_{(]|%[A-Z_]+%|<|\{\{|\.{3}|…|x{3,}$|\[redacted\]|(?:your|my|the|some|enter|insert|replace)[-_ ]|change_?me|placeholder|example$|dummy$|string$|password$|secret$|token$|value$|test$|foo$|bar$)/i;
/** Code that says where a value comes from. */
const CODE =
	/[([{<`|]|=>|\?\.|^(?:process\.env|import\.meta|os\.|env\.|config\.|settings\.|options\.|this\.|self\.|await$|new$|async$|function$)/;
const REFERENCE = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Blots out the values of settings with secret-looking names in texts that people read later: conversations about code. So
 * code that only speaks of tokens and keys (`token: string`, `key={item.id}`, `password = form.password`) stays as it is.
 */
export function redactKeptAssignments(text: string): string {
	return text.replace(ASSIGNMENT, (whole, quote: string, name: string, sign: string, value: string, at: number) => {
		if (!isSecretName(name) || NO_SECRET.test(name)) return whole;
		const opening = /^\\{0,3}["']/.exec(value)?.[0] ?? "";
		const closing = opening !== "" && value.length > opening.length && value.endsWith(opening) ? opening : "";
		const inner = value.slice(opening.length, value.length - closing.length);
		const isVariable = sign === "=" && (VARIABLE.test(name) || isWholeLine(text, at, at + whole.length));
		if (!isSecret(name, inner, opening !== "", isVariable)) return whole;
		return `${quote}${name}${sign}${opening}${MARK}${closing}`;
	});
}

/** `password=letmein` with nothing else on its line, as .env files and the like have it; programs put something around it. */
function isWholeLine(text: string, from: number, to: number): boolean {
	const before = text.slice(Math.max(0, from - 16), from);
	return /(?:^|\n)[ \t]*(?:export |set )?$/.test(before) && /^\s*(?:\n|$)/.test(text.slice(to, to + 16));
}

function isSecret(name: string, value: string, isQuoted: boolean, isVariable: boolean): boolean {
	if (HARMLESS.test(value) || PLACEHOLDER.test(value) || value.toLowerCase() === name.toLowerCase()) return false;
	if (isVariable && (VARIABLE.test(name) || STRONG.test(name))) {
		return value.length >= 4 && (isQuoted || (!CODE.test(value) && (VARIABLE.test(name) || !value.includes("."))));
	}
	if (!STRONG.test(name))
		return value.length >= 20 && isMixed(value) && !UUID.test(value) && (isQuoted || !CODE.test(value));
	if (!isQuoted) return value.length >= 6 && !CODE.test(value) && !isName(value) && isMixed(value);
	if (/\s/.test(value)) return isMixed(value) && value.length >= 12;
	return PASSWORD.test(name) ? value.length >= 4 : value.length >= 8 && isMixed(value);
}

/** Letters with digits, or with signs that no name has. */
function isMixed(value: string): boolean {
	return /[A-Za-z]/.test(value) && (/\d/.test(value) || (value.length >= 8 && /[!@#$%^*+=?]/.test(value)));
}

/** `form.password`, `token2`: what refers to a value, by all that can be seen of it. */
function isName(value: string): boolean {
	return (
		REFERENCE.test(value) && (value.includes(".") || /^[a-z]+[A-Z]?[a-z]*\d?$/.test(value)) && !/\d{2}/.test(value)
	);
}
