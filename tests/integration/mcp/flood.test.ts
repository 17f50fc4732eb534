import { expect, test } from "vitest";
import { startDashboard } from "../../support/dashboard.ts";

/** One more than an asker may send in ten seconds. */
const FLOOD = 601;

test("a client that runs wild is held back, and keeps neither other agents nor the terminal out", async () => {
	const { url, token, api } = await startDashboard();
	const call = async (name: string) => {
		const headers = { authorization: `Bearer ${token.current()}`, "nightshift-daemon": name };
		const response = await fetch(`${url}/mcp`, { headers });
		await response.text();
		return response.status;
	};
	const statuses: number[] = [];
	while (statuses.length < FLOOD) statuses.push(...(await Promise.all(Array.from({ length: 50 }, () => call("wild")))));
	expect(statuses).toContain(405); // nothing is read there
	expect(statuses.at(-1)).toBe(429);
	expect(await call("calm")).toBe(405);
	expect((await api("/daemons/nobody/stop", { method: "POST" })).status).toBe(404);
});
