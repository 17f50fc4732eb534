import {
	CircleHelp,
	FileText,
	Folder,
	GitCommitHorizontal,
	Globe,
	ListChecks,
	ListTodo,
	type LucideIcon,
	MessageSquare,
	Pencil,
	Power,
	Search,
	SendHorizontal,
	ShieldCheck,
	SquareTerminal,
	Trash2,
	TriangleAlert,
	UserRound,
	Wrench,
} from "lucide-react";
import type { TimelineEntry, TimelineKind } from "../../../server/contract/record.ts";

export interface KindLook {
	icon: LucideIcon;
	words: string;
	colour?: string;
}

export const KINDS: Record<TimelineKind, KindLook> = {
	person: { icon: UserRound, words: "You", colour: "text-accent" },
	prompt: { icon: SendHorizontal, words: "Prompt" },
	message: { icon: MessageSquare, words: "Message" },
	plan: { icon: ListChecks, words: "Plan" },
	tool: { icon: Wrench, words: "Step" },
	check: { icon: ShieldCheck, words: "Check" },
	question: { icon: CircleHelp, words: "Question", colour: "text-wait" },
	commit: { icon: GitCommitHorizontal, words: "Commit", colour: "text-ok" },
	task: { icon: ListTodo, words: "Task" },
	daemon: { icon: Power, words: "Daemon" },
	command: { icon: SendHorizontal, words: "Command" },
	problem: { icon: TriangleAlert, words: "Problem", colour: "text-warn" },
};

/** The kinds of steps, one and many, in the order in which they are told. */
const STEPS: Record<string, { icon: LucideIcon; one: string; many: string }> = {
	edit: { icon: Pencil, one: "edit", many: "edits" },
	execute: { icon: SquareTerminal, one: "command", many: "commands" },
	delete: { icon: Trash2, one: "deletion", many: "deletions" },
	move: { icon: Folder, one: "move", many: "moves" },
	read: { icon: FileText, one: "read", many: "reads" },
	search: { icon: Search, one: "search", many: "searches" },
	fetch: { icon: Globe, one: "fetch", many: "fetches" },
};
const OTHER = { icon: Wrench, one: "other", many: "others" };

export function lookOf({ kind, call }: TimelineEntry): KindLook {
	const look = KINDS[kind];
	return kind === "tool" && call ? { ...look, icon: (STEPS[call.kind] ?? OTHER).icon } : look;
}

/** `5 edits, 2 commands`. */
export function stepWords(entries: readonly TimelineEntry[]): string {
	const counts = new Map<string, number>();
	for (const { call } of entries) {
		const kind = call && STEPS[call.kind] ? call.kind : "other";
		counts.set(kind, (counts.get(kind) ?? 0) + 1);
	}
	return [...Object.entries(STEPS), ["other", OTHER] as const]
		.flatMap(([kind, { one, many }]) => {
			const count = counts.get(kind) ?? 0;
			return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
		})
		.join(", ");
}

/** What can be looked at alone. */
export const FILTERS = [
	{ id: "person", label: "You", kinds: ["person"] },
	{ id: "said", label: "Messages", kinds: ["message", "plan", "prompt"] },
	{ id: "steps", label: "Steps", kinds: ["tool"] },
	{ id: "checks", label: "Checks", kinds: ["check"] },
	{ id: "questions", label: "Questions", kinds: ["question", "person"] },
	{ id: "tasks", label: "Tasks", kinds: ["task", "commit"] },
	{ id: "daemons", label: "Daemons", kinds: ["daemon", "command", "problem"] },
] as const satisfies readonly { id: string; label: string; kinds: readonly TimelineKind[] }[];
export type FilterId = (typeof FILTERS)[number]["id"];
