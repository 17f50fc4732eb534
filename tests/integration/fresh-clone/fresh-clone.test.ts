import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { packageRoot } from "../../../server/config/package-root.ts";
import type { Status } from "../../../server/contract/daemon.ts";
import { tempHome } from "../../support/temp-home.ts";

/** Installing compiles native code where there is no ready-made build. */
const MINUTES = 60_000;
/** What `npm start` promises for the second time; generous where several tests share two cores. */
const QUICK_MS = 5_000;

/** A terminal's environment: nothing of the npm and the test runner that we are in. */
function plainEnvironment(more: Record<string, string>): Record<string, string> {
	const own = Object.entries(process.env).filter(
		([name]) => !/^(npm_|NIGHTSHIFT_|INIT_CWD|NODE_|VITEST|TEST)/i.test(name),
	);
	return { ...Object.fromEntries(own.map(([name, value]) => [name, value ?? ""])), NO_COLOR: "1", ...more };
}

test(
	"npm start on a fresh clone does everything, a second one is quick and harmless, npm stop ends it",
	async () => {
		const { home } = await tempHome();
		const clone = join(home, "nightshift");
		const env = plainEnvironment({
			NIGHTSHIFT_HOME: join(home, "state"),
			NIGHTSHIFT_PORT: "0",
			// What the person at this machine says to their tools is none of this test's business.
			CLAUDE_CONFIG_DIR: join(home, "claude"),
			CODEX_HOME: join(home, "codex"),
			GEMINI_CLI_HOME: home,
		});
		const run = (program: string, ...args: string[]) => execa(program, args, { cwd: clone, env, extendEnv: false });
		const status = async (): Promise<Status> => JSON.parse((await run("bin/nightshift", "status", "--json")).stdout);
		await execa("git", ["clone", "--quiet", packageRoot(), clone]);
		onTestFinished(async () => {
			await execa("npm", ["stop"], { cwd: clone, env, extendEnv: false, reject: false });
			await rm(clone, { recursive: true, force: true });
		});

		const first = await run("npm", "start");
		expect(first.stdout).toMatch(/^NAME +STATE/m);
		expect(first.stdout).toMatch(/^dashboard +running/m);
		expect(first.stdout).toMatch(/^code-developer +stopped/m);
		expect(first.stdout).toMatch(/^chat-monitor +(?:starting|running)/m);
		const [link = ""] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(first.stdout) ?? [];
		expect((await fetch(link)).status).toBe(200);
		expect((await stat(join(home, "state"))).mode & 0o777).toBe(0o700);
		const before = await status();
		expect(before).toMatchObject({
			dashboard: { running: true },
			daemons: [
				{ name: "code-developer", phase: "stopped" },
				{ name: "chat-monitor", phase: expect.stringMatching(/^(?:starting|running)$/) },
			],
		});

		const began = performance.now();
		const second = await run("npm", "start");
		expect(performance.now() - began).toBeLessThan(QUICK_MS);
		expect(second.stdout).toContain(link);
		expect((await status()).dashboard.pid).toBe(before.dashboard.pid);
		expect((await execa("git", ["status", "--porcelain"], { cwd: clone })).stdout).toBe("");

		await run("bin/nightshift", "start", "code-developer");
		expect((await status()).daemons).toMatchObject([
			{ name: "code-developer", phase: "running" },
			{ name: "chat-monitor", phase: "running" },
		]);

		const stopped = (await run("npm", "stop")).stdout;
		expect(stopped).toMatch(/code-developer stopped\./);
		expect(stopped).toMatch(/chat-monitor stopped\.[\s\S]*Dashboard stopped/);
		const down = { phase: "stopped", pid: null };
		expect(await status()).toMatchObject({ dashboard: { running: false }, daemons: [down, down] });
		expect((await run("npm", "stop")).stdout).toContain("Nothing was running.");
	},
	8 * MINUTES,
);
