import { expect, test } from "vitest";
import { createMcpRoute } from "../../../server/http/mcp.ts";
import { createRateLimit } from "../../../server/http/rate-limit.ts";
import { ProgressLog } from "../../../server/mcp/progress-log.ts";
import { tempDatabase } from "../../support/database.ts";

test("a client that runs wild is held back, and keeps no other agent out", async () => {
	const db = await tempDatabase();
	const parts = {
		database: () => db,
		wrote: () => {},
		progress: new ProgressLog(
			async () => undefined,
			() => {},
		),
		isTaken: () => false,
		closing: new AbortController().signal,
		transport: "http" as const,
		onError: () => {},
	};
	const limit = createRateLimit({ points: 3, seconds: 600, sentence: "Too many calls at once" });
	const app = createMcpRoute({ parts, limit, logger: { warn: () => {}, error: () => {} } });
	const call = async (name: string) => {
		const headers = { "nightshift-daemon": name };
		return (await app.request("http://127.0.0.1/mcp", { headers })).status;
	};
	// Nothing is read there: 405.
	expect([await call("wild"), await call("wild"), await call("wild"), await call("wild")]).toEqual([
		405, 405, 405, 429,
	]);
	expect(await call("calm")).toBe(405);
});
