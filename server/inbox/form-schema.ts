import { z } from "zod";
import { isTooDeep, TOO_DEEP } from "../contract/json-depth.ts";
import { inSentence } from "./text.ts";

const words = z.string().max(4_000);
/** What the asking program notes for itself (`_meta` of MCP and ACP): anything, and it means nothing here. */
const notes = { _meta: z.unknown().optional() };
const about = { title: words.optional(), description: words.optional(), ...notes };
const length = z.number().int().nonnegative();
const enumeration = z.array(words).min(1).max(1_000);
const titled = z
	.array(z.strictObject({ const: words, ...about }))
	.min(1)
	.max(1_000);

/** One field of a form: what MCP and ACP elicitation allow, flat on purpose so that any client can draw it. */
const fieldSchema = z.discriminatedUnion("type", [
	z.strictObject({
		type: z.literal("string"),
		...about,
		minLength: length.optional(),
		maxLength: length.optional(),
		format: z.enum(["email", "uri", "date", "date-time"]).optional(),
		enum: enumeration.optional(),
		enumNames: enumeration.optional(),
		oneOf: titled.optional(),
		default: words.optional(),
	}),
	...(["number", "integer"] as const).map((type) =>
		z.strictObject({
			type: z.literal(type),
			...about,
			minimum: z.number().optional(),
			maximum: z.number().optional(),
			default: z.number().optional(),
		}),
	),
	z.strictObject({ type: z.literal("boolean"), ...about, default: z.boolean().optional() }),
	z.strictObject({
		type: z.literal("array"),
		...about,
		items: z.union([
			z.strictObject({ type: z.literal("string").optional(), enum: enumeration, ...notes }),
			z.strictObject({ anyOf: titled, ...notes }),
		]),
		minItems: length.optional(),
		maxItems: length.optional(),
		default: z.array(words).optional(),
	}),
]);

const formSchema = z.strictObject({
	$schema: z.string().optional(),
	type: z.literal("object"),
	...about,
	properties: z.record(z.string().min(1).max(200), fieldSchema),
	required: z.array(z.string()).optional(),
	additionalProperties: z.boolean().optional(),
});

/** Why an answer does not fit the form, as part of a sentence; null when it does. */
type FormCheck = (answer: unknown) => string | null;

/** The check that a form's schema stands for, or what is wrong with the schema, as part of a sentence. */
export function readFormSchema(schema: unknown): { check: FormCheck } | { problem: string } {
	if (isTooDeep(schema)) return { problem: TOO_DEEP };
	const parsed = formSchema.safeParse(withoutNulls(schema));
	if (!parsed.success) return { problem: firstIssue(parsed.error) };
	const { properties, required = [] } = parsed.data;
	const names = Object.keys(properties);
	if (names.length === 0 || names.length > 100) return { problem: "it needs 1 to 100 properties" };
	const stray = required.find((name) => !names.includes(name));
	if (stray !== undefined)
		return { problem: `it requires ${JSON.stringify(stray)}, which is not among its properties` };

	const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, plainField(field)]));
	const validator = z.fromJSONSchema({ type: "object", properties: fields, required, additionalProperties: false });
	return {
		check(answer) {
			const result = validator.safeParse(answer);
			return result.success ? null : firstIssue(result.error);
		},
	};
}

type Field = z.infer<typeof fieldSchema>;

/** A field without what only helps to draw it; a default is what the form starts with, not what a missing answer means. */
function plainField(field: Field) {
	const { title: _title, description: _description, _meta, default: _default, ...rest } = field;
	return rest.type === "array" ? { ...rest, uniqueItems: true } : rest;
}

/** Optional things may be null, as the protocols have it. */
function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNulls);
	if (typeof value !== "object" || value === null) return value;
	const kept = Object.entries(value).filter(([, one]) => one !== null);
	return Object.fromEntries(kept.map(([key, one]) => [key, withoutNulls(one)]));
}

function firstIssue(error: z.ZodError): string {
	const issue = error.issues[0];
	if (!issue) return "it does not fit";
	const where = issue.path.length > 0 ? `${JSON.stringify(issue.path.join("."))}: ` : "";
	return `${where}${inSentence(issue.message)}`;
}
