import type { RecordRedactor } from "../../redact/record-redactor.ts";
import { fields } from "../../transcripts/fields.ts";

/**
 * What a reader remembers, without the secrets in what was said: a turn that the next line may go on with is remembered with
 * its `text`. All else is ids, digests and times.
 */
export async function cleanCarry(carry: unknown, redact: RecordRedactor): Promise<unknown> {
	const known = fields(carry);
	if (!known) return carry;
	const clean: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(known)) {
		const isText = name === "text" && typeof value === "string";
		clean[name] = isText ? (await redact([value])).texts[0] : await cleanCarry(value, redact);
	}
	return clean;
}
