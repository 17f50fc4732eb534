import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { takeOwnership } from "../../../server/config/ownership.ts";
import { writeJson } from "../../../server/config/write-json.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

test("case 7: 8 dashboards race on what a dead one left behind; one wins, and 7 say which", async () => {
	const paths = await tempHome();
	await writeFile(paths.config, "{}");
	takeOwnership(paths.owner)?.release();
	// Of a process that has ended.
	const { pid } = spawnSync(process.execPath, ["--version"]);
	const identity = { pid, boot: null, startTime: "1", executable: null, instance: "of-a-dead-one" };
	await writeJson(paths.dashboard, { v: 1, pid, instance: "of-a-dead-one", identity, url: "http://127.0.0.1:1" });

	const racers = Array.from({ length: 8 }, () => spawnDashboard(paths));
	const winner = await eventually(async () => {
		const over = racers.filter(({ child }) => child.exitCode !== null);
		if (over.length === 8) throw new Error(`none is left: ${over.map((one) => one.stderr()).join("")}`);
		return over.length === 7 ? racers.find((one) => !over.includes(one)) : null;
	});
	const url = await winner?.url();
	for (const loser of racers.filter((one) => one !== winner)) {
		expect(await loser.exited).toEqual({ code: 1, signal: null });
		expect(loser.stderr()).toBe(
			`A dashboard already runs on ${paths.home} (process ${winner?.child.pid}, ${url}): open it with \`nightshift open\`, or stop it first.\n`,
		);
	}
});

test("a command that is at work on the state directory is waited for", async () => {
	const [paths, elsewhere] = [await tempHome(), await tempHome()];
	const held = takeOwnership(paths.owner);
	const dashboard = spawnDashboard(paths);
	// Begun later, and as far as that one would be by now.
	await spawnDashboard(elsewhere).url();
	expect(dashboard.child.exitCode).toBeNull();
	held?.release();
	expect(await dashboard.url()).toMatch(/^http:/);
});
