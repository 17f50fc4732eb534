import type { ContentBlock } from "@agentclientprotocol/sdk";
import type { RoadmapItemDetail } from "../contract/roadmap.ts";

/** How the embedded section of an item is addressed: `roadmap:PRIORITY%202.5`. */
export const ITEM_SCHEME = "roadmap:";

/**
 * The prompt for one roadmap item: instructions as text, and the item's section as an embedded resource, so that every
 * agent, the runbook agent included, gets the same.
 *
 * @param notes What the person has said about it, oldest first: follow-ups, answers, reasons for a refusal.
 */
export function itemPrompt(item: RoadmapItemDetail, notes: string[]): ContentBlock[] {
	const paragraphs = [
		`Work on the roadmap item ${item.id}: ${item.title}. Its section of the roadmap is attached.`,
		"The current folder is a git worktree made for this item alone. Stay inside it. Do not commit, push or switch branches: " +
			"what you leave in the folder is committed for you when your turn ends.",
		"Do the whole item, then check your work. When something cannot be done, say what and why, and end your turn.",
		list("It must deliver:", item.deliverables),
		list(
			"Its open tasks:",
			item.tasks.filter(({ done }) => !done).map(({ text }) => text),
		),
		list(
			"These commands must succeed at the end:",
			item.verify.map((command) => `\`${command}\``),
		),
		list("Notes from the person you work for, oldest first:", notes),
	];
	return [
		{ type: "text", text: paragraphs.filter((one) => one !== "").join("\n\n") },
		{
			type: "resource",
			resource: { uri: ITEM_SCHEME + encodeURIComponent(item.id), mimeType: "text/markdown", text: item.body },
		},
	];
}

function list(title: string, entries: readonly string[]): string {
	return entries.length === 0
		? ""
		: [title, ...entries.map((entry) => `- ${entry.replaceAll("\n", "\n  ")}`)].join("\n");
}
