import type { Dossier } from "../contract/dossier.ts";
import { shellWord } from "../contract/shell-word.ts";
import { codeBlock, escapeMarkdown, inlineCode } from "../text/markdown.ts";

const MEBIBYTE = 2 ** 20;

/** A dossier as Markdown, to be read or sent on: what happened and what changed first, the log last. */
export function dossierToMarkdown(dossier: Dossier): string {
	const { daemon, title, at, diagnosis, decision } = dossier;
	const parts = [
		`# ${escapeMarkdown(daemon)}: ${escapeMarkdown(title)}`,
		facts(dossier),
		diagnosis && escapeMarkdown(diagnosis),
		decision && `**What followed**: ${escapeMarkdown(decision)}`,
		"## What changed since it last ran well",
		changesOf(dossier),
		"## What it last said",
		statusOf(dossier),
		"## Its last minute",
		vitalsOf(dossier),
		`## The last ${dossier.log.length} lines of its log`,
		dossier.log.length > 0 ? codeBlock(dossier.log.join("\n")) : "The log is empty.",
		`Written by Nightshift at ${at}. Secrets that it knows or recognises are blotted out; look through it before you send it on.`,
	];
	return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function facts({ at, exit, ranMs, command, cwd, instance }: Dossier): string {
	const rows: [string, string | null][] = [
		["When", at],
		["Exit code", exit && (exit.code === null ? null : String(exit.code))],
		["Signal", exit?.signal ?? null],
		["Cause", exit?.cause ?? null],
		["Ran for", ranMs === null ? null : `${(ranMs / 1_000).toFixed(1)} s`],
		["Left running", exit?.survivors.map(({ pid, command: name }) => `${name} (pid ${pid})`).join(", ") || null],
		["Command", inlineCode(command.map(shellWord).join(" "))],
		["Folder", inlineCode(cwd)],
		["Instance", inlineCode(instance)],
	];
	return rows
		.filter(([, value]) => value !== null)
		.map(([name, value]) => `- ${name}: ${value}`)
		.join("\n");
}

function changesOf({ changes }: Dossier): string {
	if (!changes) return "It has never run long enough to count as well, so there is nothing to compare with.";
	if (changes.changed.length === 0) return `Nothing that Nightshift looks at has changed since ${changes.since}.`;
	return [`Since ${changes.since}:`, changes.changed.map((one) => `- ${escapeMarkdown(one)}`).join("\n")].join("\n\n");
}

function statusOf({ status, heartbeatAt }: Dossier): string {
	if (!status) return "It has written no status file.";
	const { activity, message, problem, task, waitingOn, plan } = status;
	const lines = [
		heartbeatAt && `Last heartbeat: ${heartbeatAt}`,
		activity && `Activity: ${activity}`,
		task && `Task: ${escapeMarkdown(task.id)}: ${escapeMarkdown(task.title)}`,
		message && `Message: ${escapeMarkdown(message)}`,
		problem && `Problem: ${escapeMarkdown(problem)}`,
		waitingOn && waitingOn.length > 0 && `Waiting on: ${waitingOn.map(escapeMarkdown).join(", ")}`,
		...(plan ?? []).map((step, index) => `Step ${index + 1} (${step.status}): ${escapeMarkdown(step.title)}`),
	];
	return lines
		.filter(Boolean)
		.map((line) => `- ${line}`)
		.join("\n");
}

function vitalsOf({ vitals }: Dossier): string {
	const cpu = vitals.flatMap(([, percent]) => percent ?? []);
	const memory = vitals.flatMap(([, , bytes]) => bytes ?? []);
	if (cpu.length === 0 && memory.length === 0) return "Nothing is known of what it used.";
	const last = memory.at(-1);
	const lines = [
		cpu.length > 0 && `Processor: at most ${Math.max(...cpu)} % of a core`,
		last !== undefined && `Memory: ${mebibytes(last)} at the end, at most ${mebibytes(Math.max(...memory))}`,
	];
	return lines
		.filter(Boolean)
		.map((line) => `- ${line}`)
		.join("\n");
}

function mebibytes(bytes: number): string {
	return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
