import { MARK } from "./redactor.ts";

/**
 * Where a secret may be: the beginnings of well-known tokens, passwords in addresses, authorization. A text without any of
 * them is gone over at some 200 MB/s.
 */
export const TOKEN_HINT =
	/sk-|gh[pousr]_|github_pat_|glpat-|xox|xapp-|A(?:KIA|SIA|3T|GPA|IDA|ROA|IPA|NPA|NVA|Iza)|npm_|hf_|k_(?:live|test)_|whsec_|pypi-|dop_v1_|gsk_|ya29\.|SG\.|shp(?:pa|ca|at|ss)_|lin_api_|AGE-SECRET|eyJ|ops_ey|:\/\/[^\s/:@]*:[^\s/@]*@|[Bb]earer |BEARER |[Bb]asic |hooks\.slack|discord\S{0,6}\/api\/webhooks|-u[ \t]|-user[ =]/g;

/**
 * Tokens by their beginnings, whole or cut. Those that secretlint knows are here too, because it knows only whole ones; a
 * word with a hyphen or two is no token, so some must hold a digit.
 */
const SHAPES = new RegExp(
	[
		/\bsk-(?=[\w-]{0,60}\d)[\w-]{16,}/,
		/\bgh[pousr]_[A-Za-z0-9]{16,}/,
		/\bgithub_pat_\w{20,}/,
		/\bglpat-[\w-]{16,}/,
		/\bxox[abeoprs]-[\w-]{10,}/,
		/\bxapp-(?=[\w-]{0,60}\d)[\w-]{16,}/,
		/\b(?:A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}\b/,
		/\bAIza[\w-]{30,}/,
		/\bnpm_[A-Za-z0-9]{24,}/,
		/\bhf_[A-Za-z0-9]{24,}/,
		/\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/,
		/\bwhsec_[A-Za-z0-9+/=]{20,}/,
		/\bpypi-[\w-]{40,}/,
		/\bdop_v1_[0-9a-f]{32,}/,
		/\bgsk_[A-Za-z0-9]{30,}/,
		/\bya29\.[\w-]{20,}/,
		/\bSG\.[\w-]{16,}(?:\.[\w-]{16,})?/,
		/\bshp(?:pa|ca|at|ss)_[A-Za-z0-9]{24,}/,
		/\blin_api_\w{24,}/,
		/\bAGE-SECRET-KEY-1[A-Z0-9]{40,}/,
		/\bops_ey[A-Za-z0-9+/=]{40,}/,
		/(?<=\b(?:AccountKey|SharedAccessKey)=)[A-Za-z0-9+/]{30,}={0,2}/,
		/https:\/\/hooks\.slack\.com\/services\/[\w/-]{10,}/,
		/https:\/\/discord(?:app)?\.com\/api\/webhooks\/[\w/-]{20,}/,
	]
		.map(({ source }) => source)
		.join("|"),
	"g",
);
/** A signed one (JWT). Its second part is optional here, so that a word is gone over once and not from each hyphen on. */
const SIGNED = /\beyJ[\w-]{10,}(\.eyJ[\w-]{10,}(?:\.[\w-]*)?)?/g;
/** The secret half of a pair has no beginning of its own: it is known by the other half that stands before it. */
const AWS_PAIR =
	/(\b(?:AKIA|ASIA)[A-Z0-9]{16}\b)([^A-Za-z0-9]{1,40}?(?:[A-Za-z_ ]{1,40}[^A-Za-z0-9]{1,20}?)?)([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g;
const AUTHORIZATION =
	/(\bauthorization\b["']?\s{0,3}[:=]\s{0,3}["']?)?(\b(?:bearer|basic)\s{1,3})([\w.~+/-]{12,}={0,2})/gi;
/** `--token abc123`: an option and its value. */
const OPTION =
	/(--[\w-]{0,40}(?:passw(?:or)?d|passphrase|token|secret|api-?key|access-?key)[ \t]{1,4})(["']?)([^\s"']{6,})\2/gi;
/** `curl -u me:hunter2`. */
const USER = /((?:\s-u[ \t]{0,4}|--user[ =])["']?[^\s:"']{1,100}:)([^\s"']{4,})/g;
/** From the slashes on: looking for where a scheme begins takes long. */
const URL_PASSWORD = /(:\/\/[^\s/:@"]*:)([^\s/@"]+)@/g;
/** No secret, or not the secret part: GitHub's old form has it before the colon, which secretlint knows. */
const NO_PASSWORD = /^(?:\\?\$|<|\*+$|x+$|pass(?:word)?$|pw$|secret$|x-oauth-basic$|\[redacted\]$)/i;

/** Blots out tokens of well-known shapes, passwords in addresses, and what authorizes. Takes linear time. */
export function redactTokens(text: string): string {
	return text
		.replace(AWS_PAIR, (whole, _id, between: string, secret: string) =>
			/[a-z]/.test(secret) && /[A-Z]/.test(secret) && /\d/.test(secret) ? `${MARK}${between}${MARK}` : whole,
		)
		.replace(SHAPES, MARK)
		.replace(SIGNED, (word, isSigned: string | undefined) => (isSigned === undefined ? word : MARK))
		.replace(AUTHORIZATION, (whole, header: string | undefined, scheme: string, value: string) =>
			header !== undefined || /\d/.test(value) ? `${header ?? ""}${scheme}${MARK}` : whole,
		)
		.replace(OPTION, (whole, option: string, quote: string, value: string) =>
			/^[-$<[{]/.test(value) || !/\d/.test(value) ? whole : `${option}${quote}${MARK}${quote}`,
		)
		.replace(USER, (whole, before: string, password: string) =>
			NO_PASSWORD.test(password) || /^\d+$/.test(password) ? whole : `${before}${MARK}`,
		)
		.replace(URL_PASSWORD, (whole, before: string, password: string) =>
			NO_PASSWORD.test(password) ? whole : `${before}${MARK}@`,
		);
}
