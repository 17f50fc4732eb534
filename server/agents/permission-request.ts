import type { PermissionOption as AcpOption } from "@agentclientprotocol/sdk";
import { z } from "zod";
import { capText } from "../text/capped-text.ts";
import { oneLine } from "../text/cut.ts";
import { codeBlock, inlineCode } from "../text/markdown.ts";
import { identityOf } from "./identity.ts";
import { contentText } from "./session-updates.ts";
import type { KnownCall } from "./tool-calls.ts";
import { changesOf, touchedPaths } from "./touched-paths.ts";
import type { PermissionRequest } from "./types.ts";
import { withinInput } from "./within-input.ts";

const MAX_OPTIONS = 20;
const MAX_NAME = 500;
/** Characters of one part of the detail. */
const MAX_PART = 50_000;
const MAX_FILES = 50;
/** Unchanged lines shown around a change. */
const CONTEXT_LINES = 3;

/** Everything of a permission request but how many times it was asked. */
export function describeRequest(
	call: KnownCall,
	options: readonly AcpOption[],
	sessionFolder: string,
): Omit<PermissionRequest, "key"> & { hash: string } {
	const { title, kind, command, sent } = call;
	const offered = options.slice(0, MAX_OPTIONS).map((one) => ({
		optionId: one.optionId,
		name: oneLine(one.name, MAX_NAME),
		kind: one.kind,
	}));
	const within = withinInput(kind, sent.rawInput, command);
	const parts = [
		...within.commands.filter((one) => !command?.includes(one)).map((one) => `Also:\n\n${codeBlock(one, "sh")}`),
		...contentParts(sent.content ?? []),
		...fileParts(sent.locations ?? []),
	];
	const more = Math.max(sent.content?.length ?? 0, sent.locations?.length ?? 0) - MAX_FILES;
	if (more > 0) parts.push(`(… and ${more} more)`);
	const isOnlyCommand = command !== null && kind === "execute";
	if (parts.length === 0 && !isOnlyCommand && sent.rawInput !== undefined && sent.rawInput !== null) {
		// Whole, because it is what would run.
		parts.push(codeBlock(JSON.stringify(sent.rawInput, null, 2), "json"));
	}
	// All that the person judges by, and what may be answered: an answer must never reach anything else.
	const identity = [title, kind, sent.rawInput, sent.content, sent.locations, offered];
	return {
		hash: identityOf(identity),
		title,
		kind,
		command,
		within,
		detail: parts.join("\n\n"),
		options: offered,
		paths: touchedPaths(sent, sessionFolder),
		changes: changesOf(sent, sessionFolder),
		sessionFolder,
	};
}

const item = z.object({
	type: z.string(),
	content: z.unknown().optional(),
	path: z.string().catch(""),
	oldText: z.string().nullish().catch(null),
	newText: z.string().catch(""),
});

function contentParts(content: readonly unknown[]): string[] {
	return content.slice(0, MAX_FILES).flatMap((raw) => {
		const { success, data } = item.safeParse(raw);
		if (!success) return [];
		if (data.type === "diff")
			return [
				`${inlineCode(oneLine(data.path, MAX_NAME))}\n\n${codeBlock(capText(changedLines(data.oldText ?? "", data.newText), MAX_PART), "diff")}`,
			];
		return data.type === "content" ? [capText(contentText(data.content), MAX_PART)] : [];
	});
}

const location = z.object({ path: z.string() });

function fileParts(locations: readonly unknown[]): string[] {
	const paths = locations.slice(0, MAX_FILES).flatMap((raw) => location.safeParse(raw).data?.path ?? []);
	return paths.length === 0 ? [] : [`Files: ${paths.map((path) => inlineCode(oneLine(path, MAX_NAME))).join(", ")}`];
}

/** What differs between two texts, as one change with some lines around it. */
function changedLines(before: string, after: string): string {
	const old = before === "" ? [] : before.split("\n");
	const now = after.split("\n");
	let start = 0;
	while (start < old.length && start < now.length && old[start] === now[start]) start++;
	let same = 0;
	while (same < old.length - start && same < now.length - start && old.at(-1 - same) === now.at(-1 - same)) same++;
	return [
		...old.slice(Math.max(0, start - CONTEXT_LINES), start).map((line) => ` ${line}`),
		...old.slice(start, old.length - same).map((line) => `-${line}`),
		...now.slice(start, now.length - same).map((line) => `+${line}`),
		...now
			.slice(now.length - same)
			.slice(0, CONTEXT_LINES)
			.map((line) => ` ${line}`),
	].join("\n");
}
