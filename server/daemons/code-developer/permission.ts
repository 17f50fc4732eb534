import type { PermissionAnswer, PermissionRequest, Permit } from "../../agents/types.ts";
import type { Asker } from "./asker.ts";
import { permissionQuestion, type WorkFacts } from "./permission-question.ts";

/** Why the agent was not allowed something. */
export interface Refusal {
	title: string;
	/** One sentence. */
	reason: string;
	/** A person said no; otherwise nobody said anything, and the turn must not go on. */
	said: boolean;
}

/** Passes an agent's permission requests on to the person, and remembers what was refused. */
export class PermissionDesk {
	private readonly refusals: Refusal[] = [];

	/** @param onSilence a request was left without a choice: the turn is to be ended. */
	constructor(
		private readonly asker: Asker,
		private readonly facts: WorkFacts,
		private readonly onSilence: () => void,
	) {}

	readonly permit: Permit = async (request, signal) => {
		try {
			return await this.decide(request, signal);
		} catch (error) {
			// Nobody waits for this answer any more: the turn was ended, the agent died, or the daemon stops.
			if (signal.aborted) return { cancelled: true };
			throw error;
		}
	};

	/** The last one; null when nothing was refused. */
	lastRefusal(): Refusal | null {
		return this.refusals.at(-1) ?? null;
	}

	wasRefused(title: string): boolean {
		return this.refusals.some((refusal) => refusal.title === title);
	}

	private async decide(request: PermissionRequest, signal: AbortSignal): Promise<PermissionAnswer> {
		const reply = await this.asker.ask(permissionQuestion(request, this.facts), signal);
		const option = request.options.find(({ optionId }) => optionId === reply.option);
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
