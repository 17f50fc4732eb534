/**
 * Calls under way, so that a client can take one back: it says so in another request, which knows nothing of the call. Of
 * the newer protocol it ends the call's own request instead, and none of this is needed.
 */
export class McpCalls {
	private readonly underWay = new Map<string, AbortController>();

	/**
	 * Serves a request with `handle`; one that takes back a call ends that first.
	 * @param session whose it is; null when the client has none, and then nothing can be taken back
	 * @param body as parsed
	 */
	async serve(
		request: Request,
		session: string | null,
		body: unknown,
		handle: (request: Request) => Promise<Response>,
	): Promise<Response> {
		const message = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
		if (session === null) return handle(request);
		if (message.method === "notifications/cancelled") this.cancel(session, message.params);
		if (message.method !== "tools/call" || message.id === undefined) return handle(request);
		const key = keyOf(session, message.id);
		const controller = new AbortController();
		this.underWay.set(key, controller);
		const end = () => {
			if (this.underWay.get(key) === controller) this.underWay.delete(key);
		};
		request.signal.addEventListener("abort", end);
		const { url, method, headers } = request;
		const signal = AbortSignal.any([request.signal, controller.signal]);
		try {
			return whenRead(await handle(new Request(url, { method, headers, signal })), end);
		} catch (error) {
			end();
			throw error;
		}
	}

	/** How many calls are under way. */
	get size(): number {
		return this.underWay.size;
	}

	private cancel(session: string, params: unknown): void {
		if (typeof params !== "object" || params === null || !("requestId" in params)) return;
		this.underWay.get(keyOf(session, params.requestId))?.abort(new Error("the client took the call back"));
	}
}

function keyOf(session: string, id: unknown): string {
	return `${session} ${JSON.stringify(id)}`;
}

/** The response as it is; `end` is called once its body has been read to the end, has broken, or is not wanted any more. */
function whenRead(response: Response, end: () => void): Response {
	if (response.body === null) {
		end();
		return response;
	}
	const reader = response.body.getReader();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				const { done, value } = await reader.read();
				if (!done) return controller.enqueue(value);
				end();
				controller.close();
			} catch (error) {
				end();
				throw error;
			}
		},
		cancel(reason) {
			end();
			return reader.cancel(reason);
		},
	});
	return new Response(body, { status: response.status, headers: response.headers });
}
