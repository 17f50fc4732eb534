import type { RecordRedactor } from "../../redact/record-redactor.ts";
import { fields } from "../../transcripts/fields.ts";

/** Of what a reader remembers, what is neither an id, a digest nor a time. */
const WORDS: ReadonlySet<string> = new Set(["text", "cwd", "model"]);

/**
 * What a reader remembers, without the secrets in what was said: a turn that the next line may go on with is remembered with
 * its `text`, and where the conversation is held.
 */
export async function cleanCarry(carry: unknown, redact: RecordRedactor): Promise<unknown> {
	const known = fields(carry);
	if (!known) return carry;
	const clean: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(known)) {
		const isText = WORDS.has(name) && typeof value === "string";
		clean[name] = isText ? (await redact([value])).texts[0] : await cleanCarry(value, redact);
	}
	return clean;
}
