/** Names of settings and environment variables whose values are nobody's business. */
const SECRET_NAME =
	/TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|(^|[_-])(KEY|PASS|AUTH|COOKIE)$|[_-]PWD$/i;
/** A shorter value ("true", "none") would blot out ordinary words. */
const MIN_LENGTH = 8;
const MIN_LINE_LENGTH = 16;
/** A password within an address was meant to be one, however short; below this it would blot out parts of words. */
const MIN_PASSWORD_LENGTH = 5;

/** Environments, or other settings by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether what stands under this name is most likely a secret. */
export function isSecretName(name: string): boolean {
	return SECRET_NAME.test(name);
}

/**
 * The secrets in environments: the values of variables with secret-looking names, and the passwords in addresses. Each also
 * as JSON and addresses write it; the longest first, because one may be the beginning of another.
 */
export function secretValues(environments: readonly Environment[]): string[] {
	const found = new Set<string>();
	for (const [name, value = ""] of environments.flatMap((one) => Object.entries(one))) {
		if (isSecretName(name) && value.length >= MIN_LENGTH) {
			found.add(value);
			// A key of several lines may be printed line by line.
			if (value.includes("\n"))
				for (const line of value.split(/\r?\n/)) if (line.length >= MIN_LINE_LENGTH) found.add(line);
		}
		const password = passwordOf(value);
		if (password.length >= MIN_PASSWORD_LENGTH) found.add(password);
	}
	const forms = [...found].flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]);
	return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** The password of `postgres://user:password@host/…`, decoded; empty when there is none. */
function passwordOf(value: string): string {
	if (!value.includes("://") || !value.includes("@")) return "";
	try {
		return decodeURIComponent(new URL(value).password);
	} catch {
		return ""; // no address, or one that only its program understands
	}
}
