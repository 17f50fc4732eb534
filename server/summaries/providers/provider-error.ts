/**
 * Why a provider gave no summary:
 * - `temporary`: time may mend it;
 * - `refused`: it will not heal before the settings are others;
 * - `unsuitable`: it does not take this very request, or the settings are wrong: another request tells;
 * - `unusable`: it has answered, but not with what was asked for.
 */
export type ProviderTrouble = "temporary" | "refused" | "unsuitable" | "unusable";

/** The message is for the person: one sentence without a key, and without a word of what the provider said. */
export class ProviderError extends Error {
	override readonly name = "ProviderError";

	/** @param retryAfterMs how long it wants to be left alone */
	constructor(
		readonly trouble: ProviderTrouble,
		message: string,
		readonly retryAfterMs: number | null = null,
	) {
		// Without what caused it: the headers, and with them the key, may be part of that.
		super(message);
	}
}
