import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface SunkRequest {
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
	json(): Record<string, unknown>;
}

export interface HttpSink {
	url: string;
	requests: SunkRequest[];
}

/** A receiver of the test's own. @param answer what it says to the request of this number, from 1; 204 unless told */
export async function httpSink(answer?: (response: ServerResponse, number: number) => void): Promise<HttpSink> {
	const requests: SunkRequest[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on("data", (chunk: Buffer) => chunks.push(chunk));
		request.on("end", () => {
			const body = Buffer.concat(chunks);
			const { url = "", headers } = request;
			requests.push({ path: url, headers, body, json: () => JSON.parse(body.toString()) as Record<string, unknown> });
			if (answer) answer(response, requests.length);
			else response.writeHead(204).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
