import type { ChildProcess } from "node:child_process";

/** What a dashboard that cannot start sends to whoever started it. */
interface Failure {
	failure: string;
}

/**
 * Tells whoever started this process in the background why it could not start. Over the channel between the two, because
 * the log may be what cannot be written. Resolves at once when there is nobody to tell.
 */
export function reportFailure(sentence: string): Promise<void> {
	return new Promise((resolve) => {
		if (!process.send || !process.connected) resolve();
		// Whoever has gone meanwhile does not want to know.
		else process.send({ failure: sentence } satisfies Failure, undefined, {}, () => resolve());
	});
}

/** The process is up: it has nothing to tell any more, and goes on without whoever started it. */
export function leaveStarter(): void {
	if (process.connected) process.disconnect?.();
}

/** What a child process, spawned with a channel (`"ipc"`), says with `reportFailure`. */
export function onReportedFailure(child: ChildProcess, told: (sentence: string) => void): void {
	child.on("message", (message) => {
		const { failure } = (message ?? {}) as Partial<Failure>;
		if (typeof failure === "string") told(failure);
	});
}
