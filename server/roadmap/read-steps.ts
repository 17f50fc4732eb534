import type { RoadmapItemDetail } from "../contract/roadmap.ts";
import { withoutEmoji } from "./decoration.ts";
import { plainText } from "./inline-text.ts";
import type { Entry } from "./outline.ts";
import type { Block } from "./read-blocks.ts";

type Fence = Block & { kind: "fence" };

/** Longer than this is an explanation, not a title. */
const TITLE_LIMIT = 80;
const SHELLS = ["sh", "bash"];

export interface Steps {
	steps: RoadmapItemDetail["steps"];
	verify: string[];
	warnings: string[];
}

/**
 * The commands of a section. Steps are its `sh` and `bash` blocks, in lists too; `shell`, `console` and the like are not,
 * for such blocks often show a session with its prompts and output. A block that belongs to an otherwise empty
 * `**Verify**:` field is an acceptance command. A block that nothing closes is never run: it may hold half the document.
 */
export function readSteps(entries: readonly Entry[]): Steps {
	const result: Steps = { steps: [], verify: [], warnings: [] };
	const checks = new Set<Block>();
	// What stands between the last code block and the next.
	let before: Block[] = [];
	for (const { block, fields } of entries) {
		for (const field of fields.filter(({ name }) => name === "verify")) {
			result.verify.push(...field.codes);
			if (field.codes.length > 0) continue;
			if (field.next && isShell(field.next)) checks.add(field.next);
			else result.warnings.push(`Line ${block.line}: Verify has no command; write it as code, such as \`npm test\`.`);
		}
		if (block.kind === "fence") {
			addFence(block, checks.has(block), before, result);
			before = [];
		} else if (fields.length === 0) {
			before.push(block);
		}
	}
	return result;
}

function addFence(fence: Fence, isCheck: boolean, before: readonly Block[], result: Steps): void {
	if (!isShell(fence) || fence.code.trim() === "") return;
	if (!fence.closed) {
		result.warnings.push(`Line ${fence.line}: this block of commands is never closed, so it is not run.`);
	} else if (isCheck) {
		result.verify.push(fence.code);
	} else {
		const titles = before.map(titleOf).filter((title) => title !== null);
		result.steps.push({ code: fence.code, line: fence.line, title: titles.at(-1) ?? null });
	}
}

function isShell(block: Block): block is Fence {
	return block.kind === "fence" && SHELLS.includes(block.info.split(/\s+/)[0]?.toLowerCase() ?? "");
}

/** Of a heading its text, of a paragraph its last line; null when that is long or the block has no text. */
function titleOf(block: Block): string | null {
	if (block.kind !== "heading" && block.kind !== "paragraph") return null;
	const line = block.text.split("\n").at(-1) ?? "";
	const title = withoutEmoji(plainText(line.replace(/^\[[ xX]\]\s/, ""))).replace(/\s*:$/, "");
	return title !== "" && title.length <= TITLE_LIMIT ? title : null;
}
