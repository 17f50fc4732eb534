import { z } from "zod";
import type { InboxConfig } from "./types.ts";
import { age } from "./values.ts";

/** How long the files of settled questions are kept, when config.json does not say. */
const DEFAULT_KEEP_FILES_MS = 90 * 24 * 60 * 60_000;

/** What becomes of old questions. */
export const inboxSchema = z.strictObject({
	keepFiles: age
		.nullable()
		.optional()
		.describe(
			'How long the contents of files are kept after their question was settled: "90d". null: for good. Questions, answers and threads always stay.',
		),
});

/** Fills in the defaults. */
export function settleInbox({ keepFiles }: z.output<typeof inboxSchema> = {}): InboxConfig {
	return { keepFilesMs: keepFiles === undefined ? DEFAULT_KEEP_FILES_MS : keepFiles };
}
