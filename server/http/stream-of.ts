/** Each part is made when the one before it was taken; who goes away ends it. */
export function streamOf(parts: AsyncIterable<string>): ReadableStream<Uint8Array> {
	const iterator = parts[Symbol.asyncIterator]();
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			const next = await iterator.next();
			if (next.done) controller.close();
			else controller.enqueue(encoder.encode(next.value));
		},
		async cancel() {
			await iterator.return?.();
		},
	});
}
