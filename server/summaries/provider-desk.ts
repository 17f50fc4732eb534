import { setTimeout as delay } from "node:timers/promises";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ProviderConfig } from "../config/record-types.ts";
import { type OutageOptions, Outages } from "../daemons/code-developer/outages.ts";
import { redactor } from "../redact/redactor.ts";
import type { Environment } from "../redact/secret-values.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { readKey } from "./key.ts";
import { askedAgain } from "./prompt.ts";
import { askProvider } from "./providers/ask.ts";
import type { Prompt } from "./providers/provider.ts";
import { ProviderError } from "./providers/provider-error.ts";

/** How an attempt to have a summary written has ended. */
export type Outcome =
	| { type: "answered"; answer: Answer }
	/** It answered twice, and neither could be used. */
	| { type: "unusable"; mistake: string }
	| { type: "temporary" | "unsuitable" | "refused"; sentence: string };

const MINUTE_S = 60;
/** A clock that was put back must not make anybody wait for longer than this. */
const LONGEST_TURN_MS = MINUTE_S * 1_000;

/**
 * Where summaries are asked for: not more often than config.json says, less and less often while the provider fails, and not
 * at all once it has refused, until its key is another.
 */
export class ProviderDesk {
	private readonly outages: Outages;
	/** One request after another, evenly: never more than were allowed in any minute. */
	private readonly limiter: RateLimiterMemory;
	/** The key with which it was refused. */
	private refusedKey: string | null = null;
	private refusal: string | null = null;

	constructor(
		private readonly config: ProviderConfig,
		private readonly env: Environment,
		outages: OutageOptions,
	) {
		this.outages = new Outages(outages);
		this.limiter = new RateLimiterMemory({ points: 1, duration: MINUTE_S / config.perMinute });
	}

	/** As it stands with a summary: `anthropic/claude-…`. */
	get name(): string {
		return `${this.config.provider}/${this.config.model}`;
	}

	/** What keeps it from working until somebody does something about it; null: nothing does. */
	get refused(): string | null {
		return this.refusal;
	}

	/** Milliseconds in which it is not to be asked. */
	get pauseMs(): number {
		return this.outages.pauseMs;
	}

	/** Whether it has failed so often in a row that it is asked only now and then. */
	get isOut(): boolean {
		return this.outages.open;
	}

	/** From now on it is not asked with this key: its requests are refused, whatever they are about. */
	refuse(sentence: string): void {
		this.refusal = sentence;
	}

	/** Whether it may be asked as far as its key goes; one that was refused has to be another. Sets `refused`. */
	async hasKey(): Promise<boolean> {
		const key = await this.key();
		if (key === null) return false;
		if (this.refusal !== null && key === this.refusedKey) return false;
		this.refusal = null;
		this.refusedKey = key;
		return true;
	}

	/** Has a summary written. Asks once more when the answer cannot be used. @throws what ended `signal` */
	async ask(prompt: Prompt, signal: AbortSignal): Promise<Outcome> {
		const key = await this.key();
		if (key === null) return { type: "refused", sentence: this.refusal ?? "" };
		const clean = redactor({ SECRET_SUMMARY_KEY: key });
		// The record holds no secrets; that it does not hold this one is made sure of here.
		const question = { ...prompt, material: clean(prompt.material) };
		try {
			const first = await this.try(question, key, signal);
			const reading = first.answer ? first : await this.try(askedAgain(question, first.mistake), key, signal);
			this.outages.worked();
			if (!reading.answer) return { type: "unusable", mistake: reading.mistake };
			const { summary, keywords } = reading.answer;
			return { type: "answered", answer: { summary: clean(summary), keywords: keywords.map(clean) } };
		} catch (error) {
			if (!(error instanceof ProviderError) || error.trouble === "unusable") throw error;
			if (error.trouble === "temporary") this.outages.failed(error.retryAfterMs ?? 0);
			if (error.trouble === "refused") this.refusal = error.message;
			return { type: error.trouble, sentence: error.message };
		}
	}

	private async try(prompt: Prompt, key: string, signal: AbortSignal): Promise<ReturnType<typeof readAnswer>> {
		await this.turn(signal);
		try {
			return readAnswer(await askProvider(this.config, key, prompt, signal));
		} catch (error) {
			if (error instanceof ProviderError && error.trouble === "unusable")
				return { answer: null, mistake: error.message };
			throw error;
		}
	}

	private async turn(signal: AbortSignal): Promise<void> {
		for (;;) {
			try {
				await this.limiter.consume("");
				return;
			} catch (rejection) {
				if (!(rejection instanceof RateLimiterRes)) throw rejection;
				await delay(Math.min(Math.max(rejection.msBeforeNext, 1), LONGEST_TURN_MS), undefined, { signal });
			}
		}
	}

	/** Null: there is none to be had, and `refused` says why. */
	private async key(): Promise<string | null> {
		try {
			return await readKey(this.config, this.env);
		} catch (error) {
			if (!(error instanceof ProviderError)) throw error;
			this.refusal = error.message;
			this.refusedKey = null;
			return null;
		}
	}
}
