import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StartAgentOptions } from "../../server/agents/types.ts";

/** Where `bin/test/install-agent.mjs` puts agents; another place can be named. */
const INSTALLED = process.env.NIGHTSHIFT_REAL_AGENTS ?? fileURLToPath(new URL("../.artifacts/agents", import.meta.url));

export interface RealAgent {
	name: string;
	/** The file it is started with, below its folder. */
	program: string;
	args: string[];
	/** What makes it talk to the stand-in and leave the person's own settings alone. */
	env: (model: string, home: string) => Record<string, string>;
	prepare: (model: string, home: string) => Promise<void>;
	/** The mode in which it asks. */
	mode: string;
	/** The kind of permission that writing a file needs. */
	writeKind: string;
	/** Writes a file, and runs a command, with the tools it has. */
	write: (path: string, content: string) => { tool: string; input: Record<string, unknown> };
	run: (command: string) => { tool: string; input: Record<string, unknown> };
	/** Asks the person with choices; null when it has no tool for that. */
	question: { tool: string; input: Record<string, unknown> } | null;
	/** Whether it tells what a session costs. */
	tellsCost: boolean;
	/** Whether it goes on trying by itself when there are too many requests. */
	waitsByItself: boolean;
	/** How an old session is opened again; Gemini 0.61 offers to load one, and then does not find it. */
	reopens: "resumed" | "loaded" | "new";
}

const COLOURS = ["red", "blue"].map((label) => ({ label, description: `Paint it ${label}` }));
const nothing = async () => undefined;
const escalated = { justification: "It is needed.", sandbox_permissions: "require_escalated" };

export const REAL_AGENTS: RealAgent[] = [
	{
		name: "claude",
		program: "node_modules/@agentclientprotocol/claude-agent-acp/dist/index.js",
		args: [],
		env: (model, home) => ({
			HOME: home,
			CLAUDE_CONFIG_DIR: join(home, ".claude"),
			ANTHROPIC_BASE_URL: model,
			ANTHROPIC_API_KEY: "not-a-key",
			CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
			CLAUDE_CODE_MAX_RETRIES: "1",
		}),
		prepare: nothing,
		mode: "default",
		writeKind: "edit",
		write: (file_path, content) => ({ tool: "Write", input: { file_path, content } }),
		run: (command) => ({ tool: "Bash", input: { command, description: "Run it" } }),
		question: {
			tool: "AskUserQuestion",
			input: { questions: [{ question: "Which colour?", header: "Colour", multiSelect: false, options: COLOURS }] },
		},
		tellsCost: true,
		waitsByItself: false,
		reopens: "resumed",
	},
	{
		name: "codex",
		program: "node_modules/@agentclientprotocol/codex-acp/dist/index.js",
		args: [],
		env: (_, home) => ({ HOME: home, CODEX_HOME: join(home, ".codex"), OPENAI_API_KEY: "not-a-key" }),
		async prepare(model, home) {
			const provider = [`name = "stand-in"`, `base_url = "${model}/v1"`, `wire_api = "responses"`];
			const retries = ["request_max_retries = 0", "stream_max_retries = 0"];
			const lines = [
				`model = "gpt-5"`,
				`model_provider = "standin"`,
				"[model_providers.standin]",
				...provider,
				...retries,
			];
			await mkdir(join(home, ".codex"), { recursive: true });
			await writeFile(join(home, ".codex", "config.toml"), `${lines.join("\n")}\n`);
		},
		mode: "read-only",
		writeKind: "execute",
		write: (path, content) => ({
			tool: "exec_command",
			input: { cmd: `printf '${content}' > '${path}'`, ...escalated },
		}),
		run: (cmd) => ({ tool: "exec_command", input: { cmd, ...escalated } }),
		question: null,
		tellsCost: false,
		waitsByItself: false,
		reopens: "resumed",
	},
	{
		name: "gemini",
		program: "node_modules/@google/gemini-cli/bundle/gemini.js",
		args: ["--acp", "-m", "gemini-2.5-flash"],
		env: (model, home) => ({ HOME: home, GEMINI_API_KEY: "not-a-key", GOOGLE_GEMINI_BASE_URL: model }),
		async prepare(_, home) {
			const settings = {
				security: { auth: { selectedType: "gemini-api-key" } },
				general: { enableAutoUpdate: false, disableAutoUpdate: true },
				privacy: { usageStatisticsEnabled: false },
			};
			await mkdir(join(home, ".gemini"), { recursive: true });
			await writeFile(join(home, ".gemini", "settings.json"), JSON.stringify(settings));
		},
		mode: "default",
		writeKind: "edit",
		write: (file_path, content) => ({ tool: "write_file", input: { file_path, content } }),
		run: (command) => ({ tool: "run_shell_command", input: { command, description: "Run it" } }),
		question: null,
		tellsCost: false,
		waitsByItself: true,
		reopens: "new",
	},
	{
		name: "opencode",
		program: `node_modules/opencode-${process.platform}-${process.arch}/bin/opencode`,
		args: ["acp"],
		env: (model, home) => ({
			HOME: home,
			...Object.fromEntries(["DATA", "CONFIG", "CACHE", "STATE"].map((what) => [`XDG_${what}_HOME`, join(home, what)])),
			OPENCODE_DISABLE_AUTOUPDATE: "1",
			OPENCODE_DISABLE_MODELS_FETCH: "1",
			OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
			OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
			OPENCODE_CONFIG_CONTENT: JSON.stringify(openCodeConfig(model)),
		}),
		prepare: nothing,
		mode: "build",
		writeKind: "edit",
		write: (filePath, content) => ({ tool: "write", input: { filePath, content } }),
		run: (command) => ({ tool: "bash", input: { command, description: "Run it" } }),
		question: null,
		tellsCost: true,
		waitsByItself: true,
		reopens: "resumed",
	},
];

function openCodeConfig(model: string) {
	const standIn = {
		name: "Stand-in",
		tool_call: true,
		limit: { context: 100_000, output: 4_000 },
		cost: { input: 3, output: 15 },
	};
	return {
		autoupdate: false,
		share: "disabled",
		model: "local/stand-in",
		small_model: "local/stand-in",
		permission: { edit: "ask", bash: "ask" },
		provider: {
			local: {
				npm: "@ai-sdk/openai-compatible",
				name: "Local",
				options: { baseURL: `${model}/v1`, apiKey: "not-a-key" },
				models: { "stand-in": standIn },
			},
		},
	};
}

const programOf = ({ name, program }: RealAgent): string => join(INSTALLED, name, program);

/** Why its test cannot run here; null when it can. */
export function missing(agent: RealAgent): string | null {
	return existsSync(programOf(agent)) ? null : `not installed: run node bin/test/install-agent.mjs ${agent.name}`;
}

/** Its command and environment, talking to the model at this address. Without the person's own keys and settings. */
export function commandOf(agent: RealAgent, model: string, home: string): Pick<StartAgentOptions, "command" | "env"> {
	const program = programOf(agent);
	const isScript = program.endsWith(".js");
	return {
		command: [...(isScript ? [process.execPath] : []), program, ...agent.args],
		env: agent.env(model, home),
	};
}
