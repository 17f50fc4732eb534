import type { ContentBlock } from "@agentclientprotocol/sdk";

/** A prompt as this agent understands it: embedded resources become text for one that does not take them. */
export function promptBlocks(input: ContentBlock[] | string, embeddedContext: boolean): ContentBlock[] {
	if (typeof input === "string") return [{ type: "text", text: input }];
	if (embeddedContext) return input;
	return input.map((block) =>
		block.type === "resource" && "text" in block.resource
			? { type: "text", text: `${block.resource.uri}:\n\n${block.resource.text}` }
			: block,
	);
}
