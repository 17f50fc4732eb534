import { type Environment, secretValues } from "./secret-values.ts";

/** Stands where a secret stood. */
export const MARK = "[redacted]";

/** Well-known shapes of tokens: OpenAI and Anthropic, GitHub, GitLab, Slack, AWS, and signed ones (JWT). */
const TOKEN_SHAPES =
	/\b(?:sk-[\w-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}(?:\.[\w-]*)?)/g;
const AUTHORIZATION = /(\b(?:bearer|basic)\s+)[\w.~+/=-]{12,}/gi;
/** `https://user:password@host`, as git prints remotes. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*:)[^\s/@"]+@/gi;

/**
 * Makes a function that blots out secrets: the values of the given environments' secret-looking variables, and anything
 * with the shape of a well-known token. JSON text stays JSON. Quick enough for each line of a log.
 */
export function redactor(...environments: Environment[]): (text: string) => string {
	const known = secretValues(environments);
	return (text) => {
		let clean = text;
		for (const value of known) clean = clean.replaceAll(value, MARK);
		return clean.replace(TOKEN_SHAPES, MARK).replace(AUTHORIZATION, `$1${MARK}`).replace(URL_PASSWORD, `$1${MARK}@`);
	};
}
