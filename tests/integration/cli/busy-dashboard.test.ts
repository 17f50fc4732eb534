import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { INSTANCE_VARIABLE } from "../../../server/process-table/types.ts";
import { compileFixture } from "../../support/compile.ts";
import { type Cli, cliFor } from "./run-cli.ts";

const PROGRAM = new URL("../../fixtures/dashboard/busy.ts", import.meta.url);

/** A dashboard that is found to be well, and then is busy for so long. */
async function busyDashboard({ paths }: Cli, busyMs: number): Promise<void> {
	await writeFile(paths.token, "t".repeat(43));
	const instance = randomUUID();
	const child = spawn(process.execPath, [compileFixture(PROGRAM), paths.dashboard, instance, String(busyMs)], {
		stdio: ["ignore", "pipe", "inherit"],
		env: { ...process.env, [INSTANCE_VARIABLE]: instance },
	});
	onTestFinished(async () => {
		if (child.kill("SIGKILL")) await once(child, "close");
	});
	await once(child.stdout, "data");
}

test("status is told from what is on the disk when the dashboard is too busy to tell it", async () => {
	const cli = await cliFor({ bot: { command: ["node", "bot.js"] } });
	await busyDashboard(cli, 30_000);
	expect(await cli.run("status")).toMatchObject({
		status: 0,
		stdout: expect.stringMatching(/^dashboard +does not answer[\s\S]*^bot .*stopped/m),
		stderr: expect.stringContaining("runs but does not answer"),
	});
});

test("a start waits for a dashboard that has come up and is busy for a moment", async () => {
	const cli = await cliFor({});
	await busyDashboard(cli, 1_500); // longer than one that is well takes
	expect(await cli.run("start")).toMatchObject({ status: 0, stderr: "" });
});
