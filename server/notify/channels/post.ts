import { DeliveryError, networkError } from "../delivery-error.ts";

export interface Post {
	url: string;
	headers: Record<string, string>;
	body: string | Uint8Array<ArrayBuffer>;
}

/** Of what a receiver says, so much is read; nothing of it is shown but the status. */
const MAX_REPLY_BYTES = 64 * 1024;

/**
 * Sends one request. Anything from 200 to 299 is taken for done; redirects are not followed, so that what was meant for one
 * receiver, with its headers, never reaches another.
 * @throws DeliveryError
 */
export async function post({ url, headers, body }: Post, signal: AbortSignal): Promise<void> {
	const { host } = new URL(url);
	let response: Response;
	try {
		response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
		await drain(response);
	} catch (error) {
		throw networkError(error, host);
	}
	if (!response.ok) throw refusal(response, host);
}

function refusal({ status, headers }: Response, host: string): DeliveryError {
	const wish = retryAfter(headers.get("retry-after"), Date.now());
	if (status === 404 || status === 410) {
		return new DeliveryError(`${host} does not know the address (${status}).`, true, null, true);
	}
	if (status >= 300 && status < 400) {
		return new DeliveryError(
			`${host} answers with a redirect (${status}), which is not followed: correct the address.`,
			true,
		);
	}
	if (status === 401 || status === 403) {
		return new DeliveryError(`${host} refuses who sends it (${status}): look at the address and its headers.`, true);
	}
	if (status === 429) return new DeliveryError(`${host} wants to be left alone for a while (429).`, false, wish);
	if (status === 408 || status === 425 || status >= 500) {
		return new DeliveryError(`${host} cannot take it now (${status}).`, false, wish);
	}
	return new DeliveryError(`${host} does not accept what it was sent (${status}).`, true);
}

/** Seconds or a date, as RFC 9110 has it; ms from now, null when it is neither. */
export function retryAfter(value: string | null, now: number): number | null {
	if (value === null) return null;
	if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
	const at = Date.parse(value);
	return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Reads the answer to its end, so that the connection can be used again, but no more than is reasonable. */
async function drain(response: Response): Promise<void> {
	const reader = response.body?.getReader();
	if (!reader) return;
	for (let read = 0; ; ) {
		const { done, value } = await reader.read();
		if (done) return;
		read += value.byteLength;
		if (read > MAX_REPLY_BYTES) return reader.cancel();
	}
}
