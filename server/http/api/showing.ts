import type { Live } from "../../state/live.ts";

/** What runs one write and shows it in the live state without waiting for the file watcher. */
export function showing(live: Pick<Live, "wrote">): <T>(write: Promise<T>) => Promise<T> {
	return async (write) => {
		try {
			return await write;
		} finally {
			live.wrote();
		}
	};
}
