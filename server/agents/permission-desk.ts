import { RequestError, type RequestPermissionRequest } from "@agentclientprotocol/sdk";
import { isTooDeep } from "../contract/json-depth.ts";
import { describeRequest } from "./permission-request.ts";
import type { KnownCall } from "./tool-calls.ts";
import type { PermissionOption, PermissionRequest, Permit } from "./types.ts";

/** Permission requests open at once. */
const MAX_OPEN = 100;
/** Characters of a command: a person must be able to see all of what would run. */
const MAX_COMMAND = 200_000;
/** Characters of all else that is shown of a call. */
const MAX_DETAIL = 500_000;
/** Paths of one request. */
const MAX_PATHS = 1_000;

/** Brings a session's permission requests to the caller's `permit`. */
export class PermissionDesk {
	private readonly asked = new Map<string, number>();
	private open = 0;

	/** @param folder The session's, absolute. @param fail Told what `permit` throws. */
	constructor(
		private readonly folder: string,
		private readonly permit: Permit,
		private readonly fail: (error: unknown) => void,
	) {}

	/** The chosen option; null when the request is cancelled, be it because nobody waits any more. */
	async ask(
		call: KnownCall,
		options: RequestPermissionRequest["options"],
		signal: AbortSignal,
	): Promise<(PermissionOption & { comment?: string | null }) | null> {
		if (this.open >= MAX_OPEN) throw RequestError.internalError(undefined, "too many permission requests are open");
		if (isTooDeep(call.sent)) {
			throw RequestError.invalidParams(undefined, "what it asks for is nested too deep to be shown to a person");
		}
		if ((call.command?.length ?? 0) > MAX_COMMAND) {
			throw RequestError.invalidParams(undefined, "the command is too long to be shown to a person");
		}
		this.open++;
		try {
			const { hash, ...request } = describeRequest(call, options, this.folder);
			if (request.detail.length > MAX_DETAIL || request.paths.length > MAX_PATHS) {
				throw RequestError.invalidParams(undefined, "what it asks for is too long to be shown to a person");
			}
			const occurrence = (this.asked.get(hash) ?? 0) + 1;
			this.asked.set(hash, occurrence);
			const answer = await this.answerTo({ ...request, key: `${hash}-${occurrence}` }, signal);
			if (signal.aborted || !("optionId" in answer)) return null;
			const option = request.options.find((one) => one.optionId === answer.optionId);
			return option ? { ...option, comment: answer.comment } : null;
		} finally {
			this.open--;
		}
	}

	/** What the caller answers; `cancelled` at once when nobody waits any more, and when the caller fails. */
	private answerTo(request: PermissionRequest, signal: AbortSignal): ReturnType<Permit> {
		const aborted = new Promise<{ cancelled: true }>((resolve) => {
			signal.addEventListener("abort", () => resolve({ cancelled: true }), { once: true });
		});
		const answered = (async () => this.permit(request, signal))().catch((error: unknown) => {
			if (!signal.aborted) this.fail(error);
			return { cancelled: true } as const;
		});
		return Promise.race([answered, aborted]);
	}
}
