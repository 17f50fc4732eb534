import { statSync } from "node:fs";
import webPush from "web-push";
import { readJson, writeJson } from "../config/write-json.ts";
import { NightshiftError } from "../contract/errors.ts";

/** What push services know this dashboard by (VAPID, RFC 8292): a key pair on P-256, in base64url. */
export interface PushKeys {
	publicKey: string;
	privateKey: string;
}

/**
 * The keys, made at the first call and kept in a file for its owner alone: browsers subscribe to them, so new ones would
 * cut off every browser.
 * @throws NightshiftError `internal` when the file cannot be written, or holds something else
 */
export async function openPushKeys(file: string): Promise<PushKeys> {
	const known = await readJson(file);
	if (isKeys(known)) return known;
	if (statSync(file, { throwIfNoEntry: false })) {
		const sentence = `${file} does not hold keys for push messages: remove it, and turn push on again in each browser.`;
		throw new NightshiftError("internal", sentence);
	}
	const keys = webPush.generateVAPIDKeys();
	try {
		await writeJson(file, keys);
	} catch (error) {
		const why = (error as NodeJS.ErrnoException).code ?? String(error);
		throw new NightshiftError(
			"internal",
			`${file} cannot be written (${why}), so there is no push.`,
			{},
			{ cause: error },
		);
	}
	return keys;
}

function isKeys(value: unknown): value is PushKeys {
	const { publicKey, privateKey } = (value ?? {}) as Partial<Record<keyof PushKeys, unknown>>;
	return typeof publicKey === "string" && typeof privateKey === "string";
}
