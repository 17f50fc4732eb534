import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A receiver of messages of the test's own. */
export interface Receiver {
	url: string;
	bodies: Buffer[];
	/** What it answers with from now on; 204 unless told. */
	status: number;
	close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const bodies: Buffer[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => {
			bodies.push(Buffer.concat(chunks));
			response.writeHead(receiver.status).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const receiver: Receiver = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		bodies,
		status: 204,
		close: () =>
			new Promise((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
	return receiver;
}
