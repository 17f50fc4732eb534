import { RequestError } from "@agentclientprotocol/sdk";
import { z } from "zod";
import { isTooDeep } from "../contract/json-depth.ts";
import { capText } from "../text/capped-text.ts";
import { identityOf } from "./identity.ts";
import type { OpenQuestions } from "./open-questions.ts";
import type { Elicit, ElicitAnswer } from "./types.ts";

const MAX_PROPERTIES = 100;
/** Characters of a form's schema. */
const MAX_SCHEMA = 200_000;

const choice = z.looseObject({ const: z.string() });
const property = z.discriminatedUnion("type", [
	z.looseObject({
		type: z.literal("string"),
		enum: z.array(z.string()).nullish(),
		oneOf: z.array(choice).nullish(),
	}),
	z.looseObject({ type: z.literal("number") }),
	z.looseObject({ type: z.literal("integer") }),
	z.looseObject({ type: z.literal("boolean") }),
	z.looseObject({
		type: z.literal("array"),
		items: z.union([z.looseObject({ enum: z.array(z.string()) }), z.looseObject({ anyOf: z.array(choice) })]),
	}),
]);
const formSchema = z.looseObject({
	type: z.literal("object").optional(),
	properties: z.record(z.string().min(1), property).optional(),
	required: z.array(z.string()).nullish(),
});

/** What the protocol sends; a form that does not name a session belongs to a request of ours, and none of those has one. */
export interface FormRequest {
	mode: string;
	message: string;
	sessionId?: unknown;
	requestedSchema?: unknown;
}

/**
 * Brings an agent's form to the caller.
 *
 * @throws RequestError for the agent, with a message that says why, for what is no form that a person can fill in.
 */
export async function askForm(
	{ mode, message, requestedSchema }: FormRequest,
	elicit: Elicit,
	questions: OpenQuestions,
	signal: AbortSignal,
): Promise<ElicitAnswer> {
	if (mode !== "form")
		throw refusal(`a question of the mode "${mode}" cannot be asked here: ask with a form, or in words`);
	if (isTooDeep(requestedSchema)) throw refusal("the form is nested too deep");
	const { success, data: schema, error } = formSchema.safeParse(requestedSchema);
	if (!success) throw refusal(`the form's schema cannot be shown: ${z.prettifyError(error)}`);
	const names = Object.keys(schema.properties ?? {});
	if (names.length > MAX_PROPERTIES || JSON.stringify(schema).length > MAX_SCHEMA) {
		throw refusal("the form is too long to be shown to a person");
	}
	const unknown = (schema.required ?? []).find((name) => !names.includes(name));
	if (unknown !== undefined) throw refusal(`the form requires "${unknown}", which it does not have`);
	const request = { message: capText(message), schema: { ...schema, type: "object" as const } };
	const ask = (key: string) => elicit({ ...request, key }, signal);
	return questions.put<ElicitAnswer>(`form-${identityOf([message, schema])}`, ask, { action: "cancel" }, signal);
}

function refusal(why: string): RequestError {
	return RequestError.invalidParams(undefined, why);
}
