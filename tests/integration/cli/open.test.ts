import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { browserOf } from "../../support/dashboard.ts";
import { eventually } from "../../support/wait.ts";
import { type Cli, cliFor } from "./run-cli.ts";

/** A browser that notes what it was called with, and what `/proc` shows of that to everybody. */
async function browserFor({ paths }: Cli): Promise<{ env: Record<string, string>; called(): Promise<string> }> {
	const program = join(paths.home, "browser");
	const seen = join(paths.home, "seen");
	await writeFile(program, `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline > ${seen}.part && mv ${seen}.part ${seen}\n`);
	await chmod(program, 0o700);
	return {
		env: { BROWSER: program, DISPLAY: "", WAYLAND_DISPLAY: "" },
		called: () => eventually(() => readFile(seen, "utf8").catch(() => null)),
	};
}

describe.runIf(process.platform === "linux")("the browser that is opened", () => {
	test.each([{ args: ["open"] }, { args: ["start", "--open"] }])(
		"by $args is given a link that works once, and no token",
		async ({ args }) => {
			const cli = await cliFor({});
			expect(await cli.run("start")).toMatchObject({ status: 0 });
			const token = (await readFile(cli.paths.token, "utf8")).trim();
			const browser = await browserFor(cli);
			const { exitCode, stderr } = await cli.spawn(args, { env: browser.env });
			expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Opened in your browser")]);

			const shown = await browser.called();
			expect(shown).not.toContain(token);
			const link = /http:\/\/\S+\?code=\S+/.exec(shown)?.[0] ?? "";
			const url = new URL(link).origin;
			const { headers } = await browserOf(await fetch(link), url);
			expect((await fetch(`${url}/api/v1/status`, { headers })).status).toBe(200);
			expect((await fetch(link)).status).toBe(401);
		},
	);
});

test("open --print prints a link that works as often as one likes", async () => {
	const cli = await cliFor({});
	await cli.run("start");
	const { stdout: link } = await cli.run("open", "--print");
	expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/);
	for (const _ of [1, 2]) expect((await fetch(link)).status).toBe(200);
	expect(await cli.json("open", "--print")).toEqual({ link });
});

test("open where there is no browser shows the link that lasts", async () => {
	const cli = await cliFor({});
	await cli.run("start");
	const { stdout: link } = await cli.run("open", "--print");
	const env = { DISPLAY: "", WAYLAND_DISPLAY: "", BROWSER: "", WSL_DISTRO_NAME: "" };
	const { exitCode, stderr } = await cli.spawn(["open"], { env });
	expect([exitCode, stderr]).toEqual([0, `No browser can be opened here; open this link yourself: ${link}`]);
});
