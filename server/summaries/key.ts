import type { FileHandle } from "node:fs/promises";
import { openRegular } from "../config/open-regular.ts";
import type { ProviderConfig } from "../config/record-types.ts";
import type { Environment } from "../redact/secret-values.ts";
import { ProviderError } from "./providers/provider-error.ts";

const MAX_BYTES = 4_096;
/** What may stand in a header; anything else would be told, with the key, by whoever refuses to send it. */
const SENDABLE = /^[\x21-\x7e]+$/;

/**
 * The provider's key, from where config.json says it is; empty: it needs none. Read anew each time, so that one that was put
 * right is found.
 *
 * @throws ProviderError `refused`, with a sentence that says what to do
 */
export async function readKey({ provider, key }: ProviderConfig, env: Environment): Promise<string> {
	if (key === null) return "";
	if ("env" in key) {
		const value = env[key.env]?.trim() ?? "";
		if (value === "") {
			throw refused(
				`Summaries by ${provider} need a key: the variable ${key.env} is not set where the chat monitor runs. Set it and restart the monitor.`,
			);
		}
		return checked(value, `the variable ${key.env}`);
	}
	return checked((await readPrivate(key.file, provider)).trim(), key.file);
}

/** What must be blotted out wherever it appears: for whoever makes a redactor. */
export async function summarySecrets(config: ProviderConfig | null, env: Environment): Promise<Environment> {
	if (config === null) return {};
	const key = await readKey(config, env).catch(() => ""); // told when it is needed
	return key === "" ? {} : { SECRET_SUMMARY_KEY: key };
}

async function readPrivate(path: string, provider: string): Promise<string> {
	let file: FileHandle;
	try {
		file = await openRegular(path);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		throw refused(
			code === "ENOENT"
				? `Summaries by ${provider} need a key: there is no file ${path}. Write the key into it and make it readable for you alone (chmod 600).`
				: `The key for summaries in ${path} cannot be read (${code}): make it a file that your user can read.`,
		);
	}
	try {
		const { mode, size } = await file.stat();
		if (process.platform !== "win32" && (mode & 0o077) !== 0) {
			throw refused(`The key for summaries in ${path} can be read by other users: run \`chmod 600 ${path}\`.`);
		}
		if (size > MAX_BYTES) throw refused(`${path} is too large for a key; it should hold the key alone.`);
		return await file.readFile("utf8");
	} finally {
		await file.close();
	}
}

function checked(key: string, where: string): string {
	if (SENDABLE.test(key)) return key;
	throw refused(`What ${where} holds is no key for summaries: it should be one word of plain letters and signs.`);
}

function refused(sentence: string): ProviderError {
	return new ProviderError("refused", sentence);
}
