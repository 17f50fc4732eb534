import type { LiveSocket } from "./connection.ts";

/** What may wait for a client before it is let go: minutes of silence, or a lot at once. */
const MAX_WAITING_PACKETS = 500;
const MAX_WAITING_BYTES = 32 * 1024 * 1024;

/**
 * Lets go of a client that does not read what it is sent, so that a stalled tab cannot fill the dashboard's memory. When
 * it wakes up, it reconnects by itself and gets what it missed, or everything.
 */
export function dropWhenSlow({ id, conn }: LiveSocket, logger: { info(context: object, message: string): void }): void {
	let packets = 0;
	let bytes = 0;
	conn.on("packetCreate", ({ data }: { data?: unknown }) => {
		// What waited before this one counts: a single large snapshot is no sign of slowness.
		const slow = packets >= MAX_WAITING_PACKETS || bytes >= MAX_WAITING_BYTES;
		packets += 1;
		bytes += typeof data === "string" ? data.length : 0;
		if (!slow) return;
		logger.info({ socket: id, packets, bytes }, "a client did not keep up and was let go");
		// Without discarding, closing waits until everything is sent, which is what does not happen.
		conn.close(true);
	});
	// Everything that waited was handed to the transport.
	conn.on("drain", () => {
		packets = 0;
		bytes = 0;
	});
}
