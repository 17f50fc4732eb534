import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below what systems give to those who ask for any port (from 32768 on Linux, 49152 elsewhere). */
const FROM = 10_000;
const TO = 32_000;

/**
 * A port of 127.0.0.1 that nobody listens on. Not one that the system gives out: until it is used, the system would give it to
 * somebody else, and with many tests at once it does.
 */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomInt(FROM, TO);
		if (await isFree(port)) return port;
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer().listen(port, "127.0.0.1");
	try {
		await once(server, "listening");
	} catch {
		return false; // taken, or reserved by the system
	}
	server.close();
	await once(server, "close");
	return true;
}
