/** The formats of transcripts that are known here. */
export const SOURCE_FORMATS = ["claude", "gemini", "codex", "log"] as const;

/** How the chat monitor goes about its work, after defaults: durations in milliseconds, paths absolute. */
export interface RecordConfig {
	sources: SourceConfig[];
	/** Look so often instead of waiting to be told, for network file systems; null: be told. */
	pollMs: number | null;
	/** Regular expressions, as RE2 has them, of what is blotted out beside what is known to be secret. */
	redact: string[];
	/** When the day before is consolidated: minutes after midnight, in the person's time zone. */
	consolidateAt: number;
	/** How long backups are kept; null: for ever. The record in the database is kept in any case. */
	keepMs: number | null;
	/** Null: summaries are extracts, made here. */
	summaries: ProviderConfig | null;
}

/** Where transcripts of one kind are. */
export interface SourceConfig {
	/** What conversations of it are called: `claude`, `gemini`, `codex`, or a name of the person's own. */
	name: string;
	format: (typeof SOURCE_FORMATS)[number];
	/** A folder that need not exist yet. */
	root: string;
	/** What within it is a transcript; patterns as of picomatch, relative to `root`. Empty: those of the format. */
	patterns: string[];
}

/** Who writes summaries. */
export interface ProviderConfig {
	provider: "anthropic" | "google" | "openai";
	model: string;
	/** Of its API, as its own libraries have it (of `openai` with `/v1`), without a slash at the end. */
	url: string;
	/** Where its key is: never in config.json itself; null: it needs none. */
	key: { env: string } | { file: string } | null;
	timeoutMs: number;
	/** Requests at most in any minute. */
	perMinute: number;
}
