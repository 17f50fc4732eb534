import type { Change } from "../../changes.ts";
import { type Fields, fieldsIn, words } from "../../fields.ts";
import { modelsCalls } from "./content.ts";
import type { History } from "./history.ts";
import type { Place } from "./told.ts";
import { callChanges, responseChange } from "./tools.ts";

const MAX_OPEN = 100;

/** Calls of tools, each of which is told when it begins, when it has ended, and when the model is given its output. */
export class Calls {
	/** Those whose output the model has not been given yet. */
	private open: string[];

	constructor(
		carry: unknown,
		private readonly history: History,
	) {
		this.open = Array.isArray(carry) ? carry.filter((one) => typeof one === "string") : [];
	}

	carry(): string[] {
		return [...this.open];
	}

	/**
	 * The calls in a message of the model: as the program recorded them, which it does again when they have ended, or else
	 * as the model made them.
	 *
	 * @param again the message is part of a history that is written again
	 */
	made(message: Fields, { id, at, sidechain }: Place, again: boolean): Change[] {
		const recorded = fieldsIn(message.toolCalls);
		const calls = recorded.length > 0 ? recorded : modelsCalls(message);
		return calls.flatMap((call, index) => {
			const key = words(call.id) ?? `${id}:${index}`;
			const known = this.history.knowsCall(key);
			if (known && (again || !this.open.includes(key))) return [];
			if (!known) {
				this.history.addCall(key);
				this.open = [...this.open, key].slice(-MAX_OPEN);
			}
			return callChanges(call, key, at, sidechain);
		});
	}

	/** Outputs that the model is given, in the person's name. */
	given(responses: readonly Fields[], { at, sidechain }: Place): Change[] {
		return responses.flatMap((response) => {
			const key = words(response.id);
			if (!key || !this.open.includes(key)) return [];
			this.open = this.open.filter((one) => one !== key);
			return [responseChange(response, key, at, sidechain)];
		});
	}
}
