import type {
	MustAskToRead,
	PermissionAnswer,
	PermissionOption,
	PermissionRequest,
	Permit,
} from "../../agents/types.ts";
import type { Decision } from "../../policy/decide.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Asker } from "./asker.ts";
import { permissionQuestion, type WorkFacts } from "./permission-question.ts";
import { chosenOffer } from "./rule-options.ts";

/** Why the agent was not allowed something. */
export interface Refusal {
	title: string;
	/** One sentence. */
	reason: string;
	/** A person said no, now or by a rule; otherwise nobody said anything, and the turn must not go on. */
	said: boolean;
}

/**
 * Answers an agent's permission requests: by policy where one decides, else by asking the person. Remembers what was
 * refused. An agent is only ever told one of its own options, and by policy only one that holds this once.
 */
export class PermissionDesk {
	private readonly refusals: Refusal[] = [];

	/**
	 * @param onSilence a request was left without a choice: the turn is to be ended.
	 * @param policy without it, everything is asked.
	 */
	constructor(
		private readonly asker: Pick<Asker, "ask">,
		private readonly facts: WorkFacts,
		private readonly onSilence: () => void,
		private readonly policy?: Policy,
	) {}

	readonly permit: Permit = async (request, signal) => {
		try {
			const decided = await this.byPolicy(request, signal);
			if (decided) return decided;
			const isRuled = await this.finishRule(request);
			return (isRuled ? await this.byPolicy(request, signal) : null) ?? (await this.byPerson(request, signal));
		} catch (error) {
			// Nobody waits for this answer any more: the turn was ended, the agent died, or the daemon stops.
			if (signal.aborted) return { cancelled: true };
			throw error;
		}
	};

	/**
	 * A file of the worktree is read without a question and without a trace, unless config.json or a rule says something
	 * else of it.
	 */
	readonly mustAskToRead: MustAskToRead = async (read) => {
		const decided = await this.policy?.decide(read, this.facts.item.id);
		return decided !== undefined && decided.decision !== "allow" && decided.pattern !== null;
	};

	/** The last one; null when nothing was refused. */
	lastRefusal(): Refusal | null {
		return this.refusals.at(-1) ?? null;
	}

	wasRefused(title: string): boolean {
		return this.refusals.some((refusal) => refusal.title === title);
	}

	/** Null: the person is to be asked. */
	private async byPolicy(request: PermissionRequest, signal: AbortSignal): Promise<PermissionAnswer | null> {
		for (;;) {
			const decided = await this.policy?.decide(request, this.facts.item.id);
			signal.throwIfAborted();
			const option = decided && onceOption(request, decided.decision);
			if (!decided || decided.decision === "ask" || !option) return null;
			// The rule may have ended while it decided: then it is decided anew.
			if (!(await this.isShown(request, decided, option))) continue;
			if (decided.decision === "allow") return { optionId: option.optionId };
			const reason = `“${request.title}” was refused: ${decided.why}`;
			this.refusals.push({ title: request.title, reason, said: true });
			return { optionId: option.optionId, comment: decided.why };
		}
	}

	/** What config.json says is no news; what a rule decides is a question that was answered by it. */
	private async isShown(request: PermissionRequest, decided: Decision, option: PermissionOption): Promise<boolean> {
		const { decision, rule, pattern } = decided;
		if (!this.policy || rule === null || pattern === null || decision === "ask") return true;
		const question = permissionQuestion(request, this.facts);
		return (await this.policy.record(question, option.optionId, { decision, id: rule, pattern })) !== null;
	}

	/** An answer that makes a rule, and was taken by a developer that ended before it had made it, makes it now. */
	private async finishRule(request: PermissionRequest): Promise<boolean> {
		const { policy, facts } = this;
		const earlier = await policy?.answerWithoutRule(permissionQuestion(request, facts).key);
		const offer = earlier ? chosenOffer(earlier.answer, request) : null;
		if (!policy || !earlier || !offer) return false;
		return (await policy.makeRule(offer.id, request, facts.item.id, earlier.ticket, earlier.at)) !== null;
	}

	private async byPerson(request: PermissionRequest, signal: AbortSignal): Promise<PermissionAnswer> {
		const item = this.facts.item.id;
		const offers = (await this.policy?.offers(request, item)) ?? [];
		const decided = await this.policy?.decide(request, item);
		// It got here because the agent has no option for that.
		const note =
			decided?.decision === "deny" ? `${decided.why} But the agent offers no answer that refuses it this once.` : null;
		const reply = await this.asker.ask(permissionQuestion(request, this.facts, { offers, note }), signal);
		const offer = reply.option === null ? null : chosenOffer(reply.option, request);
		const option = offer
			? onceOption(request, offer.decision)
			: request.options.find(({ optionId }) => optionId === reply.option);
		if (reply.option === null || !option) {
			const why =
				reply.option === null ? reply.why : `${reply.ticket} was answered with something the agent did not offer`;
			this.refusals.push({
				title: request.title,
				reason: `“${request.title}” was not run, because ${why}.`,
				said: false,
			});
			this.onSilence();
			return { cancelled: true };
		}
		if (offer) await this.policy?.makeRule(offer.id, request, item, reply.ticket);
		if (option.kind.startsWith("reject")) {
			const word = reply.comment ? `: ${reply.comment}` : "";
			this.refusals.push({
				title: request.title,
				reason: `You said no to “${request.title}” (${reply.ticket})${word}`,
				said: true,
			});
		}
		return { optionId: option.optionId, comment: reply.comment };
	}
}

/** By its kind: the ids are the agent's own affair. */
function onceOption({ options }: PermissionRequest, decision: Decision["decision"]): PermissionOption | undefined {
	const kind = decision === "allow" ? "allow_once" : "reject_once";
	return decision === "ask" ? undefined : options.find((option) => option.kind === kind);
}
