import { type Environment, secretValues } from "./secret-values.ts";

/** Stands where a secret stood. */
export const MARK = "[redacted]";

/** Well-known shapes of tokens: OpenAI and Anthropic, GitHub, GitLab, Slack and AWS. */
const TOKEN_SHAPES =
	/\b(?:sk-[\w-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16})/g;
/** A signed one (JWT). Its second part is optional here, so that a word is gone over once and not from each hyphen on. */
const SIGNED = /\beyJ[\w-]{10,}(\.eyJ[\w-]{10,}(?:\.[\w-]*)?)?/g;
const AUTHORIZATION = /(\b(?:bearer|basic)\s+)[\w.~+/=-]{12,}/gi;
/** `https://user:password@host`, as git prints remotes. From the slashes on: looking for where a scheme begins takes long. */
const URL_PASSWORD = /(:\/\/[^\s/:@"]*:)[^\s/@"]+@/g;

/**
 * Makes a function that blots out secrets: the values of the given environments' secret-looking variables, and anything
 * with the shape of a well-known token. JSON text stays JSON. Takes time linear in the length of the text; quick enough for
 * each line of a log.
 */
export function redactor(...environments: Environment[]): (text: string) => string {
	const known = secretValues(environments);
	return (text) => {
		let clean = text;
		for (const value of known) clean = clean.replaceAll(value, MARK);
		return clean
			.replace(TOKEN_SHAPES, MARK)
			.replace(SIGNED, (word, isSigned: string | undefined) => (isSigned === undefined ? word : MARK))
			.replace(AUTHORIZATION, `$1${MARK}`)
			.replace(URL_PASSWORD, `$1${MARK}@`);
	};
}
