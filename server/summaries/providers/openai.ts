import { z } from "zod";
import type { Dialect } from "./provider.ts";

const answer = z.object({
	choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});

/**
 * OpenAI's Chat Completions API, and whatever speaks it. Nothing is sent that some of them refuse: the limit of an answer
 * has two names, and its form is asked for in words.
 */
export const openai: Dialect = {
	request: ({ url, model, key }, { instructions, material }) => ({
		url: `${url}/chat/completions`,
		headers: { ...(key !== "" && { authorization: `Bearer ${key}` }) },
		body: {
			model,
			messages: [
				{ role: "system", content: instructions },
				{ role: "user", content: material },
			],
		},
	}),
	textOf: (raw) => answer.safeParse(raw).data?.choices[0]?.message.content || null,
};
