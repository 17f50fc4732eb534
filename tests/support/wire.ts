import { connect } from "node:net";

export interface WireAnswer {
	/** 0 when the connection was closed without an answer. */
	status: number;
	head: string;
	body: string;
}

/**
 * Sends these very lines over a socket and returns the first answer: what a browser or `fetch` would never let one send.
 * The connection is closed afterwards, also a WebSocket.
 */
export function sendRaw(url: string, lines: string[], body = ""): Promise<WireAnswer> {
	const { hostname, port } = new URL(url);
	return new Promise((resolve, reject) => {
		const socket = connect({ host: hostname, port: Number(port) });
		let text = "";
		const finish = () => {
			socket.destroy();
			const [head = "", ...rest] = text.split("\r\n\r\n");
			resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), head, body: rest.join("\r\n\r\n") });
		};
		socket.setEncoding("utf8");
		socket.on("data", (chunk) => {
			text += chunk;
			if (isComplete(text)) finish();
		});
		socket.on("close", finish);
		socket.on("error", (error: NodeJS.ErrnoException) => (text ? finish() : reject(error)));
		socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
	});
}

/** The lines that ask for a WebSocket. */
export function upgradeLines(path: string, headers: string[]): string[] {
	return [
		`GET ${path} HTTP/1.1`,
		...headers,
		"Connection: Upgrade",
		"Upgrade: websocket",
		"Sec-WebSocket-Version: 13",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
	];
}

function isComplete(text: string): boolean {
	const end = text.indexOf("\r\n\r\n");
	if (end < 0) return false;
	const head = text.slice(0, end);
	if (/^HTTP\/1\.1 101/.test(head)) return true;
	if (/\r\ntransfer-encoding: chunked/i.test(head)) return text.endsWith("0\r\n\r\n");
	const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
	return length !== undefined && Buffer.byteLength(text.slice(end + 4)) >= Number(length);
}
