import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a transcript of the corpus says when it is read right: see `../shared/data/transcripts.md`. */
export interface Expected {
	sessionId: string;
	cwd: string;
	userMessages: string[];
	assistantMessages: string[];
	toolCalls: { name: string; ok: boolean }[];
	triggers: number;
	triggersWholeMessage: number;
	firstTimestamp: string | null;
	lastTimestamp: string | null;
	firstTurnTimestamp?: string | null;
	lastTurnTimestamp?: string | null;
	malformedLines: number;
	models?: string[];
	usage?: Record<string, number>;
	slashCommands?: string[];
	shellEscapes?: string[];
	sidechainAssistantMessages?: string[];
	sidechainToolCalls?: string[];
	stub?: boolean;
	subagent?: boolean;
}

/** A transcript of the corpus. */
export interface CorpusFile {
	tool: "claude" | "gemini" | "codex";
	scenario: string;
	/** Relative to the corpus. */
	file: string;
	path: string;
	expected: Expected;
}

/** The corpus of transcripts in `../shared/data`, beside the checkout, unpacked into a folder of one's own. */
export interface Corpus {
	root: string;
	files: CorpusFile[];
	remove(): void;
}

export function unpackTranscripts(): Corpus {
	const archive = fileURLToPath(new URL("../../../shared/data/transcripts.tar.gz", import.meta.url));
	if (!existsSync(archive))
		throw new Error(`This test needs the transcripts in ${archive}; put the shared folder beside the checkout.`);
	const root = mkdtempSync(join(tmpdir(), "nightshift-transcripts-"));
	execFileSync("tar", ["-xzf", archive, "-C", root]);
	const index: { tool: CorpusFile["tool"]; scenario: string; file: string; expected: string }[] = JSON.parse(
		readFileSync(join(root, "index.json"), "utf8"),
	);
	const files = index.map(({ tool, scenario, file, expected }) => ({
		tool,
		scenario,
		file,
		path: join(root, file),
		expected: JSON.parse(readFileSync(join(root, expected), "utf8")) as Expected,
	}));
	return { root, files, remove: () => rmSync(root, { recursive: true, force: true }) };
}
