import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadConfig } from "../../../server/config/load.ts";
import { type Paths, pathsOf } from "../../../server/config/paths.ts";
import { settleWork } from "../../../server/config/settle-work.ts";

let paths: Paths;
beforeEach(async () => {
	paths = pathsOf(await mkdtemp(join(tmpdir(), "nightshift-config-")));
});
afterEach(() => rm(paths.home, { recursive: true }));

test("without a file everything is a default, and says so", async () => {
	const config = await loadConfig(paths, {});
	expect(config).toMatchObject({
		exists: false,
		text: null,
		dashboard: { host: "127.0.0.1", port: 4310 },
		daemons: [],
	});
});

test("a command gets the defaults of a foreign program", async () => {
	await writeFile(paths.config, '{"daemons":{"bot":{"command":["python3","bot.py"],"cwd":"sub"}}}');
	const { daemons } = await loadConfig(paths, {});
	expect(daemons[0]).toEqual({
		name: "bot",
		program: null,
		command: ["python3", "bot.py"],
		cwd: join(paths.home, "sub"),
		env: {},
		autostart: false,
		after: [],
		stop: { signal: "SIGTERM", timeoutMs: 10_000 },
		restart: {
			on: "failure",
			backoff: { initialMs: 500, factor: 2, maxMs: 60_000, jitter: 0.2 },
			limit: { failures: 5, withinMs: 600_000 },
			stableAfterMs: 30_000,
			schedule: null,
		},
		ready: { heartbeat: false, http: null, tcp: null, exec: null, log: null, intervalMs: 250, timeoutMs: 10_000 },
		live: {
			heartbeatMs: null,
			progressMs: null,
			http: null,
			exec: null,
			intervalMs: 10_000,
			timeoutMs: 5_000,
			failures: 3,
			onHang: "report",
		},
		limits: { memoryBytes: null },
		logs: { maxSizeBytes: 10 * 2 ** 20, maxAgeMs: 604_800_000, keep: 10, keepMs: 2_592_000_000, compress: true },
		work: settleWork(undefined),
		workspace: null,
		agent: null,
		record: null,
	});
});

test("code-developer gets its command, a heartbeat and an absolute workspace", async () => {
	await writeFile(
		paths.config,
		'{"daemons":{"dev":{"program":"code-developer","workspace":"~/app","agent":{"command":["~/bin/agent","--acp"]}}}}',
	);
	const { daemons } = await loadConfig(paths, {});
	expect(daemons[0]).toMatchObject({
		program: "code-developer",
		workspace: join(homedir(), "app"),
		ready: { heartbeat: true },
		live: { heartbeatMs: 120_000 },
		agent: { command: [join(homedir(), "bin/agent"), "--acp"], env: {} },
	});
	expect(daemons[0]?.command[0]).toBe(process.execPath);
	expect(daemons[0]?.command.at(-1)).toMatch(/code-developer/);
});

test("chat-monitor records what the three tools write, where their own variables have them write it", async () => {
	const env = { CLAUDE_CONFIG_DIR: "/c", CODEX_HOME: "/x" };
	await writeFile(
		paths.config,
		JSON.stringify({
			daemons: {
				plain: { program: "chat-monitor" },
				own: {
					program: "chat-monitor",
					env: { GEMINI_CLI_HOME: "/g" },
					record: {
						sources: ["gemini", { name: "notes", format: "log", root: "notes", patterns: ["*.log"] }],
						poll: "2s",
						consolidateAt: "03:30",
						keepFor: "365d",
						summaries: { provider: "openai", model: "small", url: "http://127.0.0.1:9/v1/" },
					},
				},
				paid: { program: "chat-monitor", record: { summaries: { provider: "anthropic", model: "m" } } },
			},
		}),
	);
	const [plain, own, paid] = (await loadConfig(paths, env)).daemons;
	expect(plain?.command.at(-1)).toMatch(/chat-monitor/);
	expect(plain?.record).toEqual({
		sources: [
			{ name: "claude", format: "claude", root: "/c/projects", patterns: [] },
			{ name: "gemini", format: "gemini", root: join(homedir(), ".gemini", "tmp"), patterns: [] },
			{ name: "codex", format: "codex", root: "/x/sessions", patterns: [] },
		],
		pollMs: null,
		redact: [],
		consolidateAt: 120,
		keepMs: null,
		summaries: null,
	});
	expect(own?.record).toEqual({
		sources: [
			{ name: "gemini", format: "gemini", root: "/g/.gemini/tmp", patterns: [] },
			{ name: "notes", format: "log", root: join(paths.home, "notes"), patterns: ["*.log"] },
		],
		pollMs: 2_000,
		redact: [],
		consolidateAt: 210,
		keepMs: 365 * 86_400_000,
		summaries: {
			provider: "openai",
			model: "small",
			url: "http://127.0.0.1:9/v1",
			key: null,
			timeoutMs: 60_000,
			perMinute: 10,
		},
	});
	expect(paid?.record?.summaries).toMatchObject({
		url: "https://api.anthropic.com",
		key: { env: "ANTHROPIC_API_KEY" },
	});
});

test("NIGHTSHIFT_PORT and NIGHTSHIFT_HOST override the file", async () => {
	await writeFile(paths.config, '{"dashboard":{"port":5000}}');
	const { dashboard } = await loadConfig(paths, { NIGHTSHIFT_PORT: "0", NIGHTSHIFT_HOST: "::1" });
	expect(dashboard).toEqual({ host: "::1", port: 0 });
});

test.each([
	[{ NIGHTSHIFT_PORT: "high" }, 'NIGHTSHIFT_PORT is "high": it must be a whole number from 0 to 65535.'],
	[{ NIGHTSHIFT_HOST: "0.0.0.0" }, 'NIGHTSHIFT_HOST is "0.0.0.0": it must be an address of this machine only'],
])("an override that makes no sense is refused", async (env, sentence) => {
	await expect(loadConfig(paths, env)).rejects.toThrow(sentence);
});

test("a mistake is one sentence with the file, the line and the key", async () => {
	await writeFile(paths.config, '{\r\n\t"daemons": {\r\n\t\t"bot": {"comand": ["x"]}\r\n\t}\r\n}\r\n');
	await expect(loadConfig(paths, {})).rejects.toMatchObject({
		code: "config-invalid",
		message: `${paths.config}, line 3: "daemons.bot.comand" is not a setting: did you mean "command"?`,
		details: { file: paths.config, line: 3, key: "daemons.bot.comand" },
	});
});

test("a file that cannot be read is said so, not taken for missing", async () => {
	await rm(paths.config, { force: true });
	const inside = pathsOf(paths.home);
	inside.config = paths.home;
	await expect(loadConfig(inside, {})).rejects.toMatchObject({
		code: "config-invalid",
		message: /cannot be read \(EISDIR\)/,
	});
});
