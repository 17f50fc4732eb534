/** Why something could not be sent. The message is for the person: one sentence, without secrets. */
export class DeliveryError extends Error {
	override readonly name = "DeliveryError";

	/**
	 * @param permanent trying again would end the same way
	 * @param retryAfterMs how long the other side wants to be left alone
	 * @param gone the receiver is no longer there, and need not be told anything again
	 */
	constructor(
		message: string,
		readonly permanent: boolean,
		readonly retryAfterMs: number | null = null,
		readonly gone = false,
		cause?: unknown,
	) {
		super(message, { cause });
	}
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;

/** A failure of the network, in words. @param where the host that was spoken to */
export function networkError(error: unknown, where: string): DeliveryError {
	const code = codeOf(error);
	return new DeliveryError(sentenceFor(code, where, error), false, null, false, error);
}

function sentenceFor(code: string, where: string, error: unknown): string {
	if (isTimeout(error, code)) return `${where} did not answer in time.`;
	if (code === "ECONNREFUSED") return `${where} refuses the connection: nothing listens there.`;
	if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EDNS") return `The name ${where} cannot be found.`;
	if (CERTIFICATE.test(code)) return `${where} cannot prove who it is, or speaks no TLS there (${code}).`;
	if (code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET") return `${where} ended the connection.`;
	return code === "" ? `${where} cannot be reached.` : `${where} cannot be reached (${code}).`;
}

function isTimeout(error: unknown, code: string): boolean {
	const name = error instanceof Error ? error.name : "";
	return name === "TimeoutError" || code === "ETIMEDOUT" || /_TIMEOUT$/.test(code);
}

/** The code of what was thrown, or of what caused it. */
function codeOf(error: unknown): string {
	for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
		const { code, originalCode } = cause as { code?: unknown; originalCode?: unknown };
		if (typeof originalCode === "string") return originalCode;
		if (typeof code === "string") return code;
		const first = cause instanceof AggregateError ? cause.errors[0] : null;
		if (first instanceof Error && "code" in first) return String(first.code);
	}
	return "";
}
