import { rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT_ID } from "./paths.mjs";
import { say } from "./run-step.mjs";

/**
 * Waits for one's turn to prepare this clone. The turn is a listening local socket, so the system takes it back when the
 * process ends, however it ends; whoever waits is connected to it and sees it close.
 *
 * @returns gives the turn back
 */
export async function takeTurn() {
	for (let told = false; ; told = true) {
		const server = await listen();
		if (server) return () => server.close();
		if (!told) say("Another command prepares this folder; waiting for it …");
		await ending();
	}
}

const ADDRESS = { linux: `\0nightshift-prepare-${ROOT_ID}`, win32: `\\\\.\\pipe\\nightshift-prepare-${ROOT_ID}` };
const isFile = ADDRESS[process.platform] === undefined;
const address = ADDRESS[process.platform] ?? join(tmpdir(), `nightshift-prepare-${ROOT_ID}.sock`);

function listen() {
	return new Promise((resolve, reject) => {
		const server = createServer((socket) => socket.on("error", () => socket.destroy()));
		server.on("error", (error) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
		// Those who wait must not keep this process from ending.
		server.listen(address, () => resolve(server.unref()));
	});
}

/** Resolves when whoever has the turn gives it back or ends. */
function ending() {
	return new Promise((resolve) => {
		const socket = connect(address);
		socket.on("error", (error) => {
			// Where the socket is a file, it stays behind when its process was killed. Elsewhere nobody has the turn any more.
			if (error.code === "ECONNREFUSED" && isFile) rmSync(address, { force: true });
		});
		socket.on("close", resolve);
	});
}
