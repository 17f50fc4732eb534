import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DossierEntry } from "../../../server/contract/dossier.ts";
import { daemonConfig } from "../../support/daemon-config.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { eventually } from "../../support/wait.ts";

const SECRET = "correct-horse-battery";
/** It says its secret wherever it can: in its log, in its status file, and in the name of what it leaves running. */
const TALKATIVE = `
echo "the key is $API_TOKEN"
echo '{"v":1,"activity":"working","message":"with '"$API_TOKEN"'","task":{"id":"US-1","title":"Use '"$API_TOKEN"'"}}' > "$NIGHTSHIFT_STATUS_FILE"
sleep 0.5
echo "DB_PASSWORD=$API_TOKEN" >&2
exit 3`;

test("case 40: a secret in env and in the log is absent from the API, the pages' state, the database, the metrics and the dossier", async () => {
	const config = daemonConfig(["sh", "-c", TALKATIVE], {
		env: { API_TOKEN: SECRET },
		ready: { ...daemonConfig([]).ready, heartbeat: true },
		restart: { ...daemonConfig([]).restart, on: "never" },
	});
	const { api, url, token, paths } = await startDashboard([config]);
	const authorization = `Bearer ${token.current()}`;
	const follower = new Follower(await connected(connectSocket(url, { extraHeaders: { authorization } })));
	await follower.start();
	await api("/daemons/worker/start", { method: "POST" });
	const dossier = await eventually(async () => {
		const { body } = await api<{ dossiers: DossierEntry[] }>("/daemons/worker/dossiers");
		return body.dossiers[0];
	});

	const answers = [
		"/status",
		"/activity",
		"/daemons/worker/logs",
		"/daemons/worker/logs?search=the%20key",
		"/daemons/worker/dossiers",
		`/daemons/worker/dossiers/${dossier.id}`,
		"/daemons/worker/history/summary",
	];
	for (const path of answers) {
		const { status, body } = await api(path);
		expect(status, path).toBe(200);
		expect(JSON.stringify(body), path).not.toContain(SECRET);
	}
	const metrics = await fetch(`${url}/metrics`, { headers: { authorization } });
	expect(await metrics.text()).not.toContain(SECRET);
	expect(JSON.stringify(follower.deltas)).not.toContain(SECRET);

	const files = (await readdir(paths.home, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
	const holding = [];
	for (const { name, parentPath } of files) {
		if ((await readFile(join(parentPath, name))).includes(SECRET)) holding.push(name);
	}
	// What the daemon itself writes stays as it wrote it, for its owner alone.
	expect(holding.sort()).toEqual(["current.log", "status.json"]);
});
