import { z } from "zod";

const KINDS: Record<string, string> = {
	string: "a text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	array: "a list",
	object: "an object",
	record: "an object",
};
const FORMATS: Record<string, string> = {
	datetime: 'a date with time in ISO 8601, such as "2026-11-21T09:00:00Z"',
	url: "a web address",
};

/**
 * What a value must be, for whoever sent it: a schema's own sentence goes before, and what is nameless here keeps zod's
 * wording. In the form "must …", to stand after the name of the field.
 */
export function plainIssue(issue: z.core.$ZodRawIssue): string | undefined {
	if (issue.input === undefined && (issue.code === "invalid_type" || issue.code === "invalid_union")) {
		return "must be given";
	}
	switch (issue.code) {
		case "invalid_type":
			return KINDS[issue.expected] && `must be ${KINDS[issue.expected]}`;
		case "invalid_value": {
			const values = issue.values.map((value) => JSON.stringify(value));
			return `must be ${values.length > 1 ? `one of ${values.join(", ")}` : values[0]}`;
		}
		case "invalid_format":
			return FORMATS[issue.format] && `must be ${FORMATS[issue.format]}`;
		case "too_small":
			if (issue.minimum === 1 && issue.origin === "string") return "must not be empty";
			return `must ${extent(issue.origin, `at least ${issue.minimum}`)}`;
		case "too_big":
			return `must ${extent(issue.origin, `at most ${issue.maximum}`)}`;
		default:
			return undefined;
	}
}

function extent(origin: string, limit: string): string {
	if (origin === "string") return `have ${limit} characters`;
	return origin === "array" || origin === "set" ? `have ${limit} entries` : `be ${limit}`;
}

z.config({ customError: plainIssue });
