import { type ClientConnection, PROTOCOL_VERSION, RequestError } from "@agentclientprotocol/sdk";
import { z } from "zod";
import type { AgentProcess } from "./agent-process.ts";
import { ended, noAnswer, refused, signInNeeded, silent, wrongVersion } from "./failures.ts";
import type { Oddities } from "./oddities.ts";
import { authMethod } from "./responses.ts";
import { classifyTrouble } from "./trouble.ts";

const SIGN_IN_NEEDED = -32000;
const UNSUPPORTED_VERSION = -32022;

export interface Question<T> {
	/** The protocol's name of it, for sentences. */
	request: string;
	/** When it is asked, for sentences: `before it was ready`. */
	during: string;
	send: () => Promise<unknown>;
	answer: z.ZodType<T>;
	/** Null: as long as it takes. */
	timeoutMs: number | null;
}

/** Asks the agent and turns every way in which that fails into one sentence. */
export class AgentRequests {
	/** The ways to sign in that the agent offers. */
	authMethods: unknown[] = [];

	constructor(
		private readonly process: AgentProcess,
		private readonly connection: ClientConnection,
		private readonly oddities: Oddities,
	) {}

	/** @throws NightshiftError `agent-failed`; its cause is the RequestError when the agent answered with an error. */
	async ask<T>({ request, during, send, answer, timeoutMs }: Question<T>): Promise<T> {
		let response: unknown;
		try {
			response = await this.inTime(send(), request, timeoutMs);
		} catch (error) {
			if (this.connection.signal.aborted) throw await this.explainEnd(during);
			if (error instanceof RequestError) throw this.explainError(request, error);
			throw error;
		}
		const parsed = answer.safeParse(response);
		if (parsed.success) return parsed.data;
		throw noAnswer(this.process.facts(), request, z.prettifyError(parsed.error));
	}

	private async inTime(response: Promise<unknown>, request: string, timeoutMs: number | null): Promise<unknown> {
		if (timeoutMs === null) return response;
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			timer = setTimeout(
				() => reject(silent(this.process.facts(), request, timeoutMs, this.oddities.rubbish)),
				timeoutMs,
			);
		});
		try {
			return await Promise.race([response, late]);
		} finally {
			clearTimeout(timer);
		}
	}

	/** The connection is over: the process has ended, or it has closed its output and is ended now. */
	private async explainEnd(during: string): Promise<Error> {
		const exit = await this.process.hungUp();
		await this.process.exited;
		const facts = this.process.facts();
		const { rubbish } = this.oddities;
		// A program that is no agent may tell on standard output what is wrong.
		if (facts.lastLines.length === 0 && rubbish !== null) facts.lastLines.push(rubbish);
		return ended(facts, exit, during);
	}

	private explainError(request: string, error: RequestError): Error {
		const facts = this.process.facts();
		if (error.code === UNSUPPORTED_VERSION) return wrongVersion(facts, supportedVersions(error.data), PROTOCOL_VERSION);
		// Some agents use this code for every error of their own: what they say tells.
		const { trouble } = classifyTrouble(error) ?? {};
		if (error.code === SIGN_IN_NEEDED && trouble === "sign-in") {
			const methods = this.authMethods.flatMap((raw) => authMethod.safeParse(raw).data ?? []);
			return signInNeeded(facts, methods, error.message, error);
		}
		return refused(facts, request, error);
	}
}

function supportedVersions(data: unknown): unknown {
	return (
		z
			.object({ supported: z.array(z.unknown()) })
			.safeParse(data)
			.data?.supported.at(-1) ?? "another"
	);
}
