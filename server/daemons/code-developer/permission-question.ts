import { createHash } from "node:crypto";
import type { PermissionOption, PermissionRequest } from "../../agents/types.ts";
import type { Option } from "../../contract/question.ts";
import { oneLine } from "../../text/cut.ts";
import { withoutHidden } from "../../text/hidden-characters.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../../text/markdown.ts";
import { warningsAbout } from "./command-warnings.ts";
import type { KeyedQuestion } from "./fresh-question.ts";

const MAX_TITLE = 300;

/** What a question is about, beside what the agent says. */
export interface WorkFacts {
	daemon: string;
	/** The run's number in the database. */
	run: number;
	item: { id: string; title: string };
	branch: string;
	/** The folder it runs in. */
	folder: string;
}

/**
 * An agent's permission request as a question for the inbox. It shows exactly what would run and nothing cut (the agent
 * client refuses what is too long to judge), recommends nothing, and waits for ever. Its key is the same when a restarted agent asks the same again with the same options, so
 * that nobody is asked twice while the answer is out.
 */
export function permissionQuestion(request: PermissionRequest, facts: WorkFacts): KeyedQuestion {
	const { command, detail } = request;
	const title = asQuestion(request);
	// What the agent calls it, unless that is there already.
	const called = title.includes(request.title) || request.title === command ? null : request.title;
	return {
		...frame(facts),
		title,
		body: body(facts, command === null ? null : { command, called }, detail),
		options: request.options.map(({ optionId, name, kind }) => describeOption(optionId, name, kind)),
		key: `run:${facts.run}:${request.key}`,
	};
}

/** A check's answers; the ids are ours. */
export const CHECK_ANSWERS = { run: "run", leaveOut: "leave-out", refuse: "refuse" } as const;

/** The question whether an acceptance command of the roadmap may run. */
export function checkQuestion(command: string, index: number, facts: WorkFacts): KeyedQuestion {
	const hash = createHash("sha256").update(command).digest("hex").slice(0, 16);
	return {
		...frame(facts),
		title: `Check ${facts.item.id} with ${oneLine(withoutHidden(command), MAX_TITLE)}?`,
		body: body(facts, { command, called: "The item's check, from its Verify field" }, ""),
		options: [
			{ id: CHECK_ANSWERS.run, label: "Run it", description: "The work is committed if it succeeds." },
			{ id: CHECK_ANSWERS.leaveOut, label: "Commit without this check" },
			{
				id: CHECK_ANSWERS.refuse,
				label: "Do not run it",
				description: "The item is set aside; what was done so far is kept.",
			},
		],
		key: `run:${facts.run}:check:${index}:${hash}`,
	};
}

function frame({ daemon, item }: WorkFacts) {
	return { daemon, kind: "approval", task: item.id, blocking: true, onDeadline: "wait" } as const;
}

/** The command itself says more than a title that only repeats it. */
function asQuestion({ title, kind, command }: PermissionRequest): string {
	const name = oneLine(withoutHidden(title), MAX_TITLE - 10);
	if (/[?!]$/.test(name)) return name;
	if (kind !== "execute") return `${name}?`;
	const line = command === null ? null : oneLine(withoutHidden(command), MAX_TITLE - 10);
	const plain = (text: string) => text.replaceAll("`", "").replace(/…$/, "").trim();
	if (line !== null && plain(line).startsWith(plain(name))) return `Run ${line}?`;
	return /^run /i.test(name) ? `${name}?` : `Run “${name}”?`;
}

/**
 * What runs comes first, with what is odd about it, and what the agent says about it last: whatever that text holds, it
 * cannot hide the command or push it away.
 */
function body(facts: WorkFacts, run: { command: string; called: string | null } | null, detail: string): string {
	const { item, branch, folder } = facts;
	const parts = [`**${escapeMarkdown(item.id)}**: ${escapeMarkdown(oneLine(item.title, MAX_TITLE))}`];
	if (run) {
		if (run.called !== null) parts.push(escapeMarkdown(oneLine(run.called, MAX_TITLE)));
		const warnings = warningsAbout(run.command).map((warning) => `> - ${warning}`);
		if (warnings.length > 0) parts.push(["> [!WARNING]", "> This command", ...warnings].join("\n"));
		parts.push(codeBlock(run.command, "sh"));
	}
	parts.push(`On branch ${inlineCode(branch)}, in ${inlineCode(folder)}.`);
	if (detail !== "") parts.push(detail);
	return parts.join("\n\n");
}

/** The label is the agent's own. */
function describeOption(id: string, name: string, kind: PermissionOption["kind"]): Option {
	const label = name.trim() || id;
	return kind === "allow_always" ? { id, label, description: "Also for what it asks like this later." } : { id, label };
}
