import { createHash } from "node:crypto";
import type { PermissionOption, PermissionRequest } from "../../agents/types.ts";
import type { Option } from "../../contract/question.ts";
import type { Offer } from "../../policy/offers.ts";
import { oneLine } from "../../text/cut.ts";
import { withoutHidden } from "../../text/hidden-characters.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../../text/markdown.ts";
import { warningsAbout } from "./command-warnings.ts";
import type { KeyedQuestion } from "./fresh-question.ts";
import { ruleOptions } from "./rule-options.ts";

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
 * client refuses what is too long to judge), recommends nothing, and waits for ever. Its key is the same when a
 * restarted agent asks the same again with the same options, so that nobody is asked twice while the answer is out.
 *
 * @param offers the rules that an answer can make: options of ours, after those of the agent.
 * @param note a sentence in Markdown that the person must read first.
 */
export function permissionQuestion(
	request: PermissionRequest,
	facts: WorkFacts,
	{ offers = [], note = null }: { offers?: readonly Offer[]; note?: string | null } = {},
): KeyedQuestion {
	const { command, detail } = request;
	const title = asQuestion(request);
	// What the agent calls it, unless that is there already.
	const called = title.includes(request.title) || request.title === command ? null : request.title;
	return {
		...frame(facts),
		title,
		body: body(facts, command === null ? null : { command, called }, detail, note),
		options: [
			...request.options.map(({ optionId, name, kind }) => describeOption(optionId, name, kind)),
			...ruleOptions(offers, request),
		],
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
function body(
	facts: WorkFacts,
	run: { command: string; called: string | null } | null,
	detail: string,
	note: string | null = null,
): string {
	const { branch, folder } = facts;
	const parts = [aboutItem(facts)];
	if (note !== null) parts.push(`> [!WARNING]\n> ${note}`);
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

/** Which item a question is about, in Markdown. */
export function aboutItem({ item }: WorkFacts): string {
	return `**${escapeMarkdown(item.id)}**: ${escapeMarkdown(oneLine(item.title, MAX_TITLE))}`;
}

/** What an answer for ever means: the agent remembers it, in ways of its own, and no rule here shows or ends it. */
const ALWAYS: Partial<Record<PermissionOption["kind"], string>> = {
	allow_always: "The agent itself will not ask again for this.",
	reject_always: "The agent itself will refuse this from now on.",
};

/** The label is the agent's own. */
function describeOption(id: string, name: string, kind: PermissionOption["kind"]): Option {
	const description = ALWAYS[kind];
	return { id, label: name.trim() || id, ...(description !== undefined && { description }) };
}
