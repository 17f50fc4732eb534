/**
 * Does something that should not be cut off: when `signal` aborts it has `delayMs` more, and only then is it told.
 *
 * @throws AbortError when `signal` has aborted, once it has ended.
 */
export async function withDelay<T>(
	signal: AbortSignal,
	delayMs: number,
	act: (ending: AbortSignal) => Promise<T>,
): Promise<T> {
	signal.throwIfAborted();
	const ending = new AbortController();
	let timer: NodeJS.Timeout | undefined;
	const hurry = () => {
		timer = setTimeout(() => ending.abort(signal.reason), delayMs);
	};
	signal.addEventListener("abort", hurry, { once: true });
	try {
		return await act(ending.signal);
	} finally {
		signal.removeEventListener("abort", hurry);
		clearTimeout(timer);
	}
}
