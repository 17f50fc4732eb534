import { z } from "zod";
import type { ElicitAnswer, ElicitRequest } from "../../agents/types.ts";
import type { NewQuestion, Option, Question } from "../../contract/question.ts";
import { readFormSchema } from "../../inbox/form-schema.ts";

/**
 * Begins the ids of options that are ours; values of the agent's get a beginning of their own, so that they are never
 * the same.
 */
const DECLINE = "nightshift:decline";
const VALUE = "value:";
const MAX_OPTIONS = 99;

/** What of a question a form decides. */
type Asking = Pick<NewQuestion, "kind" | "options" | "schema">;
export type Content = Extract<ElicitAnswer, { action: "accept" }>["content"];

/** One field that one plain question asks better than a form does. */
type Plain =
	| { name: string; kind: "text" }
	| { name: string; kind: "choice" | "multi"; options: Option[]; values: Map<string, string | boolean> };

/**
 * A form as a question: of one plain field a text, a choice or several choices, else the form itself. Null for a form
 * that is none of the kind the protocol has.
 */
export function askingOf(schema: unknown): Asking | null {
	if ("problem" in readFormSchema(schema)) return null;
	const plain = plainField(schema);
	if (!plain) return { kind: "form", schema: schema as NonNullable<Asking["schema"]> };
	if (plain.kind === "text") return { kind: "text" };
	const decline = { id: DECLINE, label: "Do not answer", description: "The agent is told so, and goes on as it can." };
	return { kind: plain.kind, options: plain.kind === "choice" ? [...plain.options, decline] : plain.options };
}

/** What the agent is told of how the question was settled. */
export function elicitAnswer({ schema }: Pick<ElicitRequest, "schema">, question: Question): ElicitAnswer {
	const { status, answer } = question;
	if (status === "withdrawn") return { action: "decline" };
	if ((status !== "answered" && status !== "defaulted") || answer === null) return { action: "cancel" };
	if (answer === DECLINE && question.kind === "choice") return { action: "decline" };
	const content = contentOf(schema, answer);
	const form = readFormSchema(schema);
	// It was checked against what was shown; this is what was asked for.
	return content && "check" in form && form.check(content) === null
		? { action: "accept", content }
		: { action: "cancel" };
}

const contentSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]));

function contentOf(schema: unknown, answer: Question["answer"]): Content | null {
	const plain = plainField(schema);
	if (!plain) return contentSchema.safeParse(answer).data ?? null;
	if (plain.kind === "text") return typeof answer === "string" ? { [plain.name]: answer } : null;
	const chosen = (id: unknown) => plain.values.get(String(id));
	if (plain.kind === "choice") {
		const value = chosen(answer);
		return value === undefined ? null : { [plain.name]: value };
	}
	if (!Array.isArray(answer)) return null;
	const values = answer.map(chosen).filter((value) => typeof value === "string");
	return values.length === answer.length ? { [plain.name]: values } : null;
}

const words = z.string().nullish();
const titled = z.object({ const: z.string(), title: words, description: words });
const choices = { enum: z.array(z.string()).nullish(), enumNames: z.array(z.string()).nullish() };
/** What a field may have to be asked as a plain question: nothing that only a form can check or begin with. */
const about = { title: words, description: words, _meta: z.unknown().optional() };
const simple = z.discriminatedUnion("type", [
	z.strictObject({ ...about, type: z.literal("string"), ...choices, oneOf: z.array(titled).nullish() }),
	z.strictObject({ ...about, type: z.literal("boolean") }),
	z.strictObject({
		...about,
		type: z.literal("array"),
		items: z.object({ ...choices, anyOf: z.array(titled).nullish() }),
	}),
]);
const single = z.object({ properties: z.record(z.string(), z.unknown()), required: z.array(z.string()).nullish() });

function plainField(schema: unknown): Plain | null {
	const { data } = single.safeParse(schema);
	const [entry, ...others] = Object.entries(data?.properties ?? {});
	if (!entry || others.length > 0) return null;
	const [name, raw] = entry;
	const field = simple.safeParse(raw).data;
	if (!field) return null;
	if (field.type === "boolean") return offering(name, "choice", BOOLEANS);
	if (field.type === "array") {
		// An empty list is an answer; that nothing is required is not to be told apart from it.
		return offering(name, "multi", valuesOf(field.items, field.items.anyOf));
	}
	const values = valuesOf(field, field.oneOf);
	if (values.length > 0) return offering(name, "choice", values);
	return data?.required?.includes(name) ? { name, kind: "text" } : null;
}

type Value = { value: string | boolean; label: string; description?: string };
const BOOLEANS: Value[] = [
	{ value: true, label: "Yes" },
	{ value: false, label: "No" },
];

function valuesOf(
	{ enum: values, enumNames: names }: { enum?: string[] | null | undefined; enumNames?: string[] | null | undefined },
	oneOf: z.output<typeof titled>[] | null | undefined,
): Value[] {
	if (oneOf) {
		return oneOf.map(({ const: value, title, description }) => {
			return { value, label: title?.trim() || value, ...(description && { description }) };
		});
	}
	return (values ?? []).map((value, index) => ({ value, label: names?.[index]?.trim() || value }));
}

function offering(name: string, kind: "choice" | "multi", values: Value[]): Plain | null {
	const isFit = values.length > 0 && values.length <= MAX_OPTIONS && values.every(({ label }) => label.trim() !== "");
	if (!isFit) return null;
	const options = values.map(({ label, description }, index) => {
		return { id: `${VALUE}${index + 1}`, label, ...(description && { description }) };
	});
	return { name, kind, options, values: new Map(values.map(({ value }, index) => [`${VALUE}${index + 1}`, value])) };
}
