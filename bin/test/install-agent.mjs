#!/usr/bin/env node
// Installs coding agents for the tests that drive real ones: `node bin/test/install-agent.mjs [NAME…]`, all without a name.
// They go to tests/.artifacts/agents and take up to 450 MB each; nothing else of the tests installs them.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Name and package of each, in the version that the tests were written with. */
const PACKAGES = {
	claude: "@agentclientprotocol/claude-agent-acp@0.100.0",
	codex: "@agentclientprotocol/codex-acp@2.6.0",
	gemini: "@google/gemini-cli@0.61.0",
	opencode: "opencode-ai@1.18.33",
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in PACKAGES));
if (unknown.length > 0) {
	console.error(`There is no agent ${unknown.join(", ")}; there are ${Object.keys(PACKAGES).join(", ")}.`);
	process.exit(2);
}
const root = fileURLToPath(new URL("../../tests/.artifacts/agents", import.meta.url));
for (const name of asked.length > 0 ? asked : Object.keys(PACKAGES)) {
	const folder = join(root, name);
	mkdirSync(folder, { recursive: true });
	const args = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", PACKAGES[name]];
	const { status } = spawnSync("npm", args, { stdio: "inherit", shell: process.platform === "win32" });
	if (status !== 0) process.exit(status ?? 1);
	console.log(`${PACKAGES[name]} is in ${folder}.`);
}
