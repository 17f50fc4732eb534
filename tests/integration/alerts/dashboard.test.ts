import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { daemonConfig } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { tempHome } from "../../support/temp-home.ts";

test("pages are shown what went wrong for as long as it holds, and the activity keeps that it is over", async () => {
	const paths = await tempHome();
	const config = daemonConfig(["sh", "-c", "[ -e ok ] && exec sleep 1000; exit 3"], {
		cwd: paths.home,
		restart: {
			...daemonConfig([]).restart,
			backoff: { initialMs: 100, factor: 1, maxMs: 100, jitter: 0 },
			limit: { failures: 1_000, withinMs: 600_000 },
			stableAfterMs: 300,
		},
	});
	const dashboard = await startDashboard([config], paths);
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const follower = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders })));
	await follower.start();

	await dashboard.api("/daemons/worker/start", { method: "POST" });
	const { problems } = await follower.until((state) => state.problems.length > 0);
	expect(problems).toMatchObject([
		{
			id: "alert:daemon:worker",
			severity: "warning",
			text: expect.stringContaining("worker crashed: It exited with 3"),
			page: "/daemons/worker/dossiers",
		},
	]);
	await writeFile(join(paths.home, "ok"), "");
	await follower.until((state) => state.problems.length === 0);
	const { activity } = await follower.until((state) =>
		state.activity.some(({ title }) => title === "worker runs steadily again"),
	);
	expect(activity.at(-1)).toMatchObject({ daemon: "worker", kind: "daemon", outcome: "ok" });
});
