/** Names of environment variables whose values are nobody's business. */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL/i;
/** A shorter value ("true", "none") would blot out ordinary words. */
const SECRET_MIN_LENGTH = 8;

/** Well-known shapes of tokens: OpenAI and Anthropic, GitHub, GitLab, Slack, AWS. */
const TOKEN_SHAPES =
	/\b(?:sk-[\w-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16})/g;
const BEARER = /(\bbearer\s+)[\w.~+/=-]{12,}/gi;
/** `https://user:password@host`, as git prints remotes. */
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]+:)[^\s/@"]+@/gi;

const MARK = "[redacted]";

/**
 * Makes a function that blots out secrets: the values of the given environments' secret-looking variables, and anything
 * with the shape of a well-known token. JSON text stays JSON.
 */
export function redactor(...environments: Record<string, string | undefined>[]): (text: string) => string {
	const values = environments
		.flatMap((env) => Object.entries(env))
		.filter(([name, value]) => SECRET_NAME.test(name) && (value?.length ?? 0) >= SECRET_MIN_LENGTH)
		.flatMap(([, value]) => [value as string, JSON.stringify(value).slice(1, -1)]);
	// The longest first: one secret may be the beginning of another.
	const known = [...new Set(values)].sort((a, b) => b.length - a.length);
	return (text) => {
		let clean = text;
		for (const value of known) clean = clean.replaceAll(value, MARK);
		return clean.replace(TOKEN_SHAPES, MARK).replace(BEARER, `$1${MARK}`).replace(URL_PASSWORD, `$1${MARK}@`);
	};
}
