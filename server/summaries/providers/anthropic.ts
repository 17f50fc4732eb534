import { z } from "zod";
import { type Dialect, MAX_TOKENS, versioned } from "./provider.ts";

const answer = z.object({
	content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
});

/** Anthropic's Messages API. */
export const anthropic: Dialect = {
	request: ({ url, model, key }, { instructions, material }) => ({
		url: `${versioned(url, "v1")}/messages`,
		headers: { "anthropic-version": "2023-06-01", ...(key !== "" && { "x-api-key": key }) },
		body: {
			model,
			max_tokens: MAX_TOKENS,
			system: instructions,
			messages: [{ role: "user", content: material }],
		},
	}),
	textOf: (raw) => {
		const { data } = answer.safeParse(raw);
		return data?.content.flatMap(({ type, text }) => (type === "text" && text ? [text] : [])).join("") || null;
	},
};
