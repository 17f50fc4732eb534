import { z } from "zod";
import { compileOwnPattern } from "../redact/own-patterns.ts";
import { timeOfDay } from "./person-schema.ts";
import { SOURCE_FORMATS, type SourceConfig } from "./record-types.ts";
import { age, duration } from "./values.ts";

/** The tools whose transcripts are found without being told where. */
export const KNOWN_SOURCES = ["claude", "gemini", "codex"] as const;
export type KnownSource = (typeof KNOWN_SOURCES)[number];

const SOURCE = `must be "claude", "gemini", "codex", or {"name": "…", "format": "${SOURCE_FORMATS.join("|")}", "root": "…"}`;
const NAME = "must be a short name of letters, digits, dot, dash and underscore";
const PATTERN = 'must be a pattern of paths within the root, such as "**/*.jsonl"';
const KEY = 'must be {"env": "NAME"} or {"file": "path"}: the key itself does not belong into this file';
const WEB = 'must be an address such as "https://api.example.com/v1"';
const REGEX =
	"must be a regular expression as RE2 has it: without backreferences and without looking ahead or behind, so that none can take for ever";

/** What finds nothing in an empty text; one that does would blot out between all letters. */
const secret = z
	.string()
	.min(1, "must not be empty")
	.max(1_000)
	.superRefine((pattern, context) => {
		try {
			if (!compileOwnPattern(pattern).test("")) return;
			context.addIssue({ code: "custom", message: "finds an empty text too: let it ask for at least one character" });
		} catch (error) {
			const reason = error instanceof Error ? ` (${error.message.replace(/\.$/, "")})` : "";
			context.addIssue({ code: "custom", message: `${REGEX}${reason}` });
		}
	});

const ownSource = z.strictObject({
	name: z
		.string()
		.regex(/^[A-Za-z0-9][\w.-]{0,31}$/, NAME)
		.describe("What conversations of it are called."),
	format: z.enum(SOURCE_FORMATS).describe('How its transcripts are written; "log" is plain text.'),
	root: z.string().min(1).describe("The folder; it need not exist yet."),
	patterns: z
		.array(z.string().regex(/^(?!\/|~)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, PATTERN))
		.min(1)
		.max(50)
		.optional()
		.describe("What within it is a transcript. Those of the format, unless told."),
});

const key = z.union([z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })], {
	error: KEY,
});

const summaries = z.strictObject({
	provider: z.enum(["anthropic", "google", "openai"]).describe('"openai": whatever speaks its API.'),
	model: z.string().min(1),
	url: z
		.url({ protocol: /^https?$/, error: WEB })
		.optional()
		.describe("Of its API. The provider's own, unless told."),
	key: key
		.nullable()
		.optional()
		.describe("The environment variable or the file that has the key; null: it needs none."),
	timeout: duration.optional().describe("An answer that takes longer is given up. Default 1m."),
	perMinute: z.number().int().min(1).max(10_000).optional().describe("Requests at most in a minute. Default 10."),
});

/** How the chat monitor goes about its work. */
export const recordSchema = z.strictObject({
	sources: z
		.array(z.union([z.enum(KNOWN_SOURCES), ownSource], { error: SOURCE }))
		.min(1, "must name at least one source")
		.max(100)
		.optional()
		.describe("Whose transcripts are recorded. All three tools, in their usual places, unless told."),
	poll: duration
		.nullable()
		.optional()
		.describe("Look so often, for network file systems that do not report changes; null: wait to be told."),
	redact: z
		.array(secret)
		.max(100)
		.optional()
		.describe("Regular expressions (RE2) of what is blotted out beside well-known kinds of secrets."),
	consolidateAt: timeOfDay.optional().describe('When the day before is consolidated. Default "02:00".'),
	keepFor: age.nullable().optional().describe("How long backups are kept in chats/; null, the default: for good."),
	summaries: summaries
		.nullable()
		.optional()
		.describe("Who writes summaries; null, the default: they are extracts, made here."),
});

export type RecordFile = z.output<typeof recordSchema>;

/** The first two sources of one name, by their places in the list; null: each has its own. */
export function findTwins(sources: RecordFile["sources"] = []): [number, number] | null {
	const names: string[] = sources.map(nameOf);
	const second = names.findIndex((name, index) => names.indexOf(name) !== index);
	return second < 0 ? null : [names.indexOf(names[second] ?? ""), second];
}

function nameOf(source: KnownSource | Pick<SourceConfig, "name">): string {
	return typeof source === "string" ? source : source.name;
}
