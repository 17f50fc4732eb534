import { createHash } from "node:crypto";
import type { ContentBlock } from "@agentclientprotocol/sdk";
import { parseRoadmap } from "../../roadmap/parse-roadmap.ts";
import { oneLine } from "../../text/cut.ts";
import { ITEM_SCHEME } from "../item-prompt.ts";

const MAX_TITLE = 120;

export interface Step {
	shell: "sh" | "bash";
	code: string;
	title: string;
}

/** The steps of the roadmap item in a prompt: its `sh` and `bash` blocks, in order. */
export function stepsOf(prompt: readonly ContentBlock[]): Step[] {
	const markdown = sectionIn(prompt);
	const lines = markdown.split(/\r\n?|\n/);
	return (parseRoadmap(markdown).items[0]?.steps ?? []).map(({ code, line, title }) => ({
		shell: /^[^`~]*[`~]{3,}\s*bash\b/i.test(lines[line - 1] ?? "") ? "bash" : "sh",
		code,
		title: title ?? firstCommand(code),
	}));
}

/** Names each step by what it does: a step that does something else is other work. */
export function hashesOf(steps: readonly Step[]): string[] {
	return steps.map(({ shell, code }) =>
		createHash("sha256")
			.update(JSON.stringify([shell, code]))
			.digest("hex"),
	);
}

/** The embedded section; a client that cannot embed sends it as text. */
function sectionIn(prompt: readonly ContentBlock[]): string {
	for (const block of prompt) {
		if (block.type !== "resource" || !("text" in block.resource)) continue;
		if (block.resource.uri.startsWith(ITEM_SCHEME)) return block.resource.text;
	}
	return prompt.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
}

function firstCommand(code: string): string {
	const lines = code.split("\n").filter((line) => line.trim() !== "");
	return oneLine(lines.find((line) => !line.trimStart().startsWith("#")) ?? lines[0] ?? "", MAX_TITLE);
}
