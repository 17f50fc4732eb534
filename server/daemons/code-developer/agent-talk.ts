import { getQuestion } from "../../inbox/read-question.ts";
import { CappedText } from "../../text/capped-text.ts";
import { type AskedBack, askedBack, isAgentsQuestion, markRead, reply } from "./asked-back.ts";
import type { Asker } from "./asker.ts";
import { handOver } from "./hand-over.ts";
import type { Run } from "./runs.ts";
import type { Shop } from "./shop.ts";

const MAX_HEARD = 20_000;
const NOTHING_SAID = "The agent was told what you asked back, and has said nothing about it.";

/**
 * The person asks back about what the agent has asked: its turn is ended, it is told so in the next one, and what it says
 * there is put under the question. The question stays as it is, whether the agent asks it again or not.
 */
export class AgentTalk {
	/** Ends the turn, if there is one. */
	endTurn: () => void = () => undefined;
	/** What the agent was told in this turn and has not answered yet. */
	private told: readonly AskedBack[] = [];
	private heard = new CappedText(MAX_HEARD);
	private readonly tickets = new Set<string>();
	private interrupted = false;

	constructor(
		private readonly shop: Shop,
		private readonly run: Run,
		private readonly asker: Asker,
	) {}

	/** The person asks back about this question, which waits. */
	readonly onWord = (ticket: string): void => {
		this.interrupted = true;
		this.tickets.add(ticket);
		this.endTurn();
	};

	/** The last turn was ended for the person's word: nothing of it is the agent's doing. */
	get hasInterrupted(): boolean {
		return this.interrupted;
	}

	/** A piece of what the agent says. */
	hear(chunk: string): void {
		if (this.told.length > 0) this.heard.append(chunk);
	}

	/** What the agent is to be told of what the person asks back; null when there is nothing. */
	async next(): Promise<string | null> {
		const { shop, run } = this;
		if (shop.agent.builtIn) return null;
		const asked = (await askedBack(shop, run.id)).filter(({ key }) => isAgentsQuestion(key, run));
		if (asked.length === 0) return null;
		for (const one of asked) {
			await markRead(shop, one);
			await this.asker.keep(one.ticket);
			this.tickets.add(one.ticket);
		}
		this.told = asked;
		this.heard = new CappedText(MAX_HEARD);
		this.interrupted = false;
		return [...asked.map(inWords), WHAT_TO_DO].join("\n\n");
	}

	/** Puts what the agent has said since it was told under the questions. */
	async answer(): Promise<void> {
		const { told } = this;
		this.told = [];
		for (const one of told) await reply(this.shop, one, this.heard.toString().trim() || NOTHING_SAID);
	}

	/**
	 * Waits until what was talked about is answered, unless the agent has asked again and has the answer.
	 *
	 * @returns what it is to be told then; null: nothing was waited for; `asked-back`: the person asks back once more.
	 */
	async goOn(signal: AbortSignal): Promise<{ prompt: string } | "asked-back" | null> {
		const { shop, run } = this;
		let isToGoOn = this.interrupted;
		for (const ticket of this.tickets) {
			const { deliveredAt } = await shop.persist(() => getQuestion(shop.db, ticket));
			if (deliveredAt === null) {
				if (await this.isAskedBack(ticket, signal)) return "asked-back";
				isToGoOn = true;
			}
			this.tickets.delete(ticket);
		}
		this.interrupted = false;
		return isToGoOn ? { prompt: (await handOver(shop, run, true)).join("\n\n") } : null;
	}

	/** Waits until the question is answered, or the person asks back. */
	private async isAskedBack(ticket: string, signal: AbortSignal): Promise<boolean> {
		const word = new AbortController();
		try {
			await this.asker.untilAnswered(ticket, AbortSignal.any([signal, word.signal]), () => word.abort());
			return false;
		} catch (error) {
			signal.throwIfAborted();
			if (!word.signal.aborted) throw error;
			return true;
		}
	}
}

function inWords({ ticket, title, words }: AskedBack): string {
	return [`The person asks back about ${ticket} “${title}”:`, ...words.map(({ text }) => text)].join("\n\n");
}

const WHAT_TO_DO =
	"Answer in a few sentences; what you say now is shown to them under the question. Do not do what you asked for yet. " +
	"The question stays open: then ask it again if you still need it, or end your turn, and you are told the answer.";
