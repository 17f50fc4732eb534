import type { NotifyStatus } from "../../contract/notify.ts";
import type { LiveState } from "../../contract/state.ts";
import type { Database } from "../../db/open.ts";
import { oneLine } from "../../text/cut.ts";
import { escapeMarkdown } from "../../text/markdown.ts";
import { ago } from "./times.ts";

const SHOWN = 5;

/** What is wrong now, and what the person was told of late, in Markdown. */
export async function notificationWords(
	{ problems, pendingCount }: LiveState,
	db: Database,
	ways: NotifyStatus,
): Promise<string> {
	const told = await db.read((prisma) => prisma.delivery.findMany({ orderBy: { id: "desc" }, take: SHOWN }));
	const wrong = problems.map(({ severity, text, since }) => `- **${severity}** ${md(text)} (${ago(since)})`);
	const sent = told.map(({ channel, target, title, status, error, createdAt }) => {
		const how = status === "sent" ? "sent" : `${status}${error ? `: ${md(error)}` : ""}`;
		return `- ${md(title)} by ${channel} (${md(target)}), ${ago(createdAt.toISOString())}: ${how}`;
	});
	const parts = [
		wrong.length > 0 ? `What is wrong now:\n\n${wrong.join("\n")}` : "Nothing is wrong now.",
		pendingCount > 0
			? `${pendingCount} ${pendingCount === 1 ? "question waits" : "questions wait"} for you in the inbox.`
			: "No question waits for you.",
		sent.length > 0
			? `What you were told last:\n\n${sent.join("\n")}`
			: "Nothing was sent to you outside these pages yet.",
		waysWords(ways),
	];
	return parts.join("\n\n");
}

function waysWords({ channels, push, quietUntil }: NotifyStatus): string {
	const lines = [
		...channels.map(({ name, where, problem }) => `- ${name}: ${md(where)}${problem ? ` (${md(problem)})` : ""}`),
		...push.browsers.map(({ label }) => `- this dashboard's push message in ${md(label)}`),
	];
	if (lines.length === 0) return "You are told on these pages only; the settings say how to be told elsewhere.";
	const quiet = quietUntil === null ? "" : ` It is quiet until ${quietUntil}.`;
	return `How you are told:${quiet}\n\n${lines.join("\n")}`;
}

function md(text: string): string {
	return escapeMarkdown(oneLine(text, 300));
}
