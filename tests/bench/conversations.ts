import { measureFirstScan } from "./conversations/first-scan.ts";
import { measureIdleMonitor } from "./conversations/idle.ts";
import { measureLive } from "./conversations/live.ts";
import { measureSearch } from "./conversations/search.ts";
import type { Row } from "./figures.ts";

const MEGABYTES = 256;

/** The record of conversations: reading what is there, seeing what is said, searching it, and waiting. */
export async function measureConversations(megabytes = MEGABYTES): Promise<Row[]> {
	return [
		...(await measureFirstScan(megabytes)),
		...(await measureLive()),
		await measureIdleMonitor(),
		...(await measureSearch()),
	];
}
