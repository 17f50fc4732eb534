import { RequestError, type RequestPermissionRequest } from "@agentclientprotocol/sdk";
import { isTooDeep } from "../contract/json-depth.ts";
import type { OpenQuestions } from "./open-questions.ts";
import { describeRequest } from "./permission-request.ts";
import type { KnownCall } from "./tool-calls.ts";
import type { PermissionAnswer, PermissionOption, Permit } from "./types.ts";

/** Characters of a command: a person must be able to see all of what would run. */
const MAX_COMMAND = 200_000;
/** Characters of all else that is shown of a call. */
const MAX_DETAIL = 500_000;
/** Texts of one input that may be commands, and their characters. */
const MAX_LINES = 5_000;
const MAX_LINES_LENGTH = 500_000;
/** Paths of one request. */
const MAX_PATHS = 1_000;

/** Brings a session's permission requests to the caller's `permit`. */
export class PermissionDesk {
	/** @param folder The session's, absolute. */
	constructor(
		private readonly folder: string,
		private readonly permit: Permit,
		private readonly questions: OpenQuestions,
	) {}

	/**
	 * The chosen option; null when the request is cancelled, be it because nobody waits any more.
	 *
	 * @throws RequestError for the agent when it cannot be shown to a person as a whole.
	 */
	async ask(
		call: KnownCall,
		options: RequestPermissionRequest["options"],
		signal: AbortSignal,
	): Promise<(PermissionOption & { comment?: string | null }) | null> {
		if (isTooDeep(call.sent)) {
			throw RequestError.invalidParams(undefined, "what it asks for is nested too deep to be shown to a person");
		}
		if ((call.command?.length ?? 0) > MAX_COMMAND) {
			throw RequestError.invalidParams(undefined, "the command is too long to be shown to a person");
		}
		const { hash, ...request } = describeRequest(call, options, this.folder);
		const { commands, lines } = request.within;
		const named = [...commands, ...lines];
		if (
			request.detail.length > MAX_DETAIL ||
			request.paths.length > MAX_PATHS ||
			named.length > MAX_LINES ||
			named.join("").length > MAX_LINES_LENGTH
		) {
			throw RequestError.invalidParams(undefined, "what it asks for is too long to be shown to a person");
		}
		const ask = (key: string) => this.permit({ ...request, key }, signal);
		const answer = await this.questions.put<PermissionAnswer>(hash, ask, { cancelled: true }, signal);
		if (!("optionId" in answer)) return null;
		const option = request.options.find((one) => one.optionId === answer.optionId);
		return option ? { ...option, comment: answer.comment } : null;
	}
}
