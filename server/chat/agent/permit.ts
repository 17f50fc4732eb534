import type { MustAskToRead, PermissionRequest, Permit } from "../../agents/types.ts";
import type { PermissionPatterns } from "../../config/types.ts";
import { type Asked, type Decision, decide } from "../../policy/decide.ts";

/** All that an agent may do in a conversation. */
const READING = ["read", "search", "think"];

/**
 * Lets an agent read in the folder, except what config.json forbids or wants to be asked about, and refuses everything else
 * at once: here nobody is asked.
 *
 * @param onRefusal told what was refused
 */
export function readOnly(
	folder: string,
	{ deny, ask }: PermissionPatterns,
	onRefusal: (request: Pick<PermissionRequest, "title" | "kind">) => void,
): { permit: Permit; mustAskToRead: MustAskToRead } {
	const patterns = { allow: READING, ask: [], deny: [...deny, ...ask] };
	const judge = (asked: Asked): Decision["decision"] =>
		decide(asked, { patterns, rules: [], worktree: folder, item: "", agent: "" }).decision;
	return {
		permit: async (request) => {
			const allowed = judge(request) === "allow" && request.command === null && request.changes.length === 0;
			if (!allowed) onRefusal(request);
			const option = optionFor(request, allowed);
			return option ? { optionId: option.optionId } : { cancelled: true };
		},
		mustAskToRead: async (read) => judge(read) !== "allow",
	};
}

/** By its kind, and never one that would hold for later. */
function optionFor({ options }: PermissionRequest, allowed: boolean) {
	const kind = allowed ? "allow_once" : "reject_once";
	return (
		options.find((option) => option.kind === kind) ??
		(allowed ? undefined : options.find(({ kind: other }) => other === "reject_always"))
	);
}
