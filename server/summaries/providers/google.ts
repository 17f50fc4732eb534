import { z } from "zod";
import { type Dialect, MAX_TOKENS, versioned } from "./provider.ts";

const part = z.object({ text: z.string().optional(), thought: z.boolean().optional() });
const answer = z.object({
	candidates: z.array(z.object({ content: z.object({ parts: z.array(part) }) })).min(1),
});

/** Google's Gemini API. */
export const google: Dialect = {
	request: ({ url, model, key }, { instructions, material }) => ({
		url: `${versioned(url, "v1beta")}/models/${encodeURIComponent(model.replace(/^models\//, ""))}:generateContent`,
		headers: { ...(key !== "" && { "x-goog-api-key": key }) },
		body: {
			systemInstruction: { parts: [{ text: instructions }] },
			contents: [{ role: "user", parts: [{ text: material }] }],
			generationConfig: { responseMimeType: "application/json", maxOutputTokens: MAX_TOKENS },
		},
	}),
	textOf: (raw) => {
		const parts = answer.safeParse(raw).data?.candidates[0]?.content.parts ?? [];
		return parts.flatMap(({ text, thought }) => (text && !thought ? [text] : [])).join("") || null;
	},
};
