import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { expandTilde } from "./expand.ts";
import type { Environment } from "./paths.ts";
import { KNOWN_SOURCES, type KnownSource, type RecordFile } from "./record-schema.ts";
import type { ProviderConfig, RecordConfig, SourceConfig } from "./record-types.ts";

const MINUTE = 60_000;
const TWO_O_CLOCK = 2 * 60;

/** Where each provider's API is, and which variable its own tools take the key from. */
const PROVIDERS: Record<ProviderConfig["provider"], { url: string; key: string }> = {
	anthropic: { url: "https://api.anthropic.com", key: "ANTHROPIC_API_KEY" },
	google: { url: "https://generativelanguage.googleapis.com", key: "GEMINI_API_KEY" },
	openai: { url: "https://api.openai.com/v1", key: "OPENAI_API_KEY" },
};

/**
 * Fills in the defaults.
 *
 * @param folder the one that relative paths start from: that of config.json
 * @param env the monitor's own environment: the tools are told by it where they write
 */
export function settleRecord(record: RecordFile = {}, folder: string, env: Environment = process.env): RecordConfig {
	const { sources = KNOWN_SOURCES } = record;
	const absolute = (path: string) => resolve(folder, expandTilde(path));
	return {
		sources: sources.map((source) =>
			typeof source === "string"
				? knownSource(source, env)
				: { ...source, root: absolute(source.root), patterns: source.patterns ?? [] },
		),
		pollMs: record.poll ?? null,
		redact: record.redact ?? [],
		consolidateAt: record.consolidateAt ?? TWO_O_CLOCK,
		keepMs: record.keepFor ?? null,
		summaries: record.summaries ? settleProvider(record.summaries, absolute) : null,
	};
}

function knownSource(name: KnownSource, env: Environment): SourceConfig {
	return { name, format: name, root: rootOf(name, env), patterns: [] };
}

/** Where a tool writes its transcripts, moved by its own variable. */
function rootOf(name: KnownSource, env: Environment): string {
	switch (name) {
		case "claude":
			return join(env.CLAUDE_CONFIG_DIR || join(homedir(), ".claude"), "projects");
		case "gemini":
			return join(env.GEMINI_CLI_HOME || homedir(), ".gemini", "tmp");
		case "codex":
			return join(env.CODEX_HOME || join(homedir(), ".codex"), "sessions");
	}
}

function settleProvider(
	{ provider, model, url, key, timeout, perMinute }: NonNullable<RecordFile["summaries"]>,
	absolute: (path: string) => string,
): ProviderConfig {
	const own = PROVIDERS[provider];
	// A server of the person's own seldom wants a key, and must never be sent the provider's.
	const found = key === undefined && url === undefined ? { env: own.key } : (key ?? null);
	return {
		provider,
		model,
		url: (url ?? own.url).replace(/\/+$/, ""),
		key: found && "file" in found ? { file: absolute(found.file) } : found,
		timeoutMs: timeout ?? MINUTE,
		perMinute: perMinute ?? 10,
	};
}
