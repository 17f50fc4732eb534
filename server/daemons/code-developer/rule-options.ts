import type { PermissionRequest } from "../../agents/types.ts";
import type { Option } from "../../contract/question.ts";
import type { Offer, OfferId } from "../../policy/offers.ts";
import { oneLine } from "../../text/cut.ts";

/** Begins the ids of the options that are ours; the agent is never told one of them. */
const OURS = "nightshift:rule:";
/** Longer, and the option says "this" of what it is about: its description has it in full. */
const MAX_NAMED = 80;

const DECISIONS: Record<OfferId, Offer["decision"]> = {
	"allow-item": "allow",
	"allow-week": "allow",
	"refuse-item": "deny",
};

/**
 * The options that make a rule, beside those of the agent. None when the agent could not be told of the decision, and
 * none for an agent whose own options have ids like ours: its options must never be taken for these.
 */
export function ruleOptions(offers: readonly Offer[], { options, command }: PermissionRequest): Option[] {
	if (options.some(({ optionId }) => optionId.startsWith(OURS))) return [];
	const kinds = new Set(options.map(({ kind }) => kind));
	return offers
		.filter(({ decision }) => kinds.has(decision === "allow" ? "allow_once" : "reject_once"))
		.map((offer) => ({
			id: `${OURS}${offer.id}`,
			label: labelOf(offer, command),
			description: `Makes the rule ${offer.pattern} for ${offer.agent || "this agent"}. It ends after ${offer.lastsMs / DAY_MS} days, and can be changed or revoked under Settings.`,
		}));
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What was chosen, when it is one of ours; null for an option of the agent's. */
export function chosenOffer(
	option: string,
	{ options }: PermissionRequest,
): { id: OfferId; decision: Offer["decision"] } | null {
	if (!option.startsWith(OURS) || options.some(({ optionId }) => optionId === option)) return null;
	const id = option.slice(OURS.length);
	return isOffer(id) ? { id, decision: DECISIONS[id] } : null;
}

function isOffer(id: string): id is OfferId {
	return Object.hasOwn(DECISIONS, id);
}

function labelOf({ id, pattern }: Offer, command: string | null): string {
	const what = command === null ? pattern : command.trim();
	const named = what.length > MAX_NAMED ? "exactly this" : `\`${oneLine(what, MAX_NAMED)}\``;
	if (id === "allow-item") return `Allow ${named} for this item`;
	return id === "allow-week" ? `Allow ${named} for 7 days` : `Refuse ${named} for this item`;
}
