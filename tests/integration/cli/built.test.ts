import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { node } from "../../support/daemon-config.ts";
import { eventually } from "../../support/wait.ts";
import { cliFor } from "./run-cli.ts";

// What is loaded only when it is asked for may be missing from the bundle, or be something else there.
test("the build answers with metrics and dossiers as the source does", async () => {
	const cli = await cliFor({ worker: { command: node("exits.mjs", "0", "3"), restart: { on: "never" } } });
	await cli.run("start", "worker");
	const { url } = (await cli.json("status")).dashboard;
	const token = (await readFile(cli.paths.token, "utf8")).trim();
	const metrics = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
	expect(metrics.status).toBe(200);
	expect(await metrics.text()).toContain('nightshift_daemon_up{daemon="worker"} 0');
	const dossier = await eventually(async () => {
		const { status, stdout } = await cli.run("dossier", "worker");
		return status === 0 ? stdout : null;
	});
	expect(dossier).toContain("exits.mjs 0 3");
});

test("status says what is wrong with config.json while the dashboard goes on with the settings before", async () => {
	const cli = await cliFor({ worker: { command: node("sleeper.mjs") } });
	await cli.run("start", "worker");
	await writeFile(cli.paths.config, '{\n"daemons": {\n"worker": {"comand": ["x"]}}}');
	const said = await eventually(async () => {
		const { stdout } = await cli.run("status");
		return stdout.includes("line 3") ? stdout : null;
	});
	expect(said).toContain('did you mean "command"');
	expect((await cli.json("status")).problems).toMatchObject([{ id: "config", severity: "error" }]);
});
