import { toErrorBody } from "../contract/errors.ts";
import type { StateStore } from "./store.ts";

/** One thing that can go wrong and come right again. */
export interface Trouble {
	failed(error: unknown): void;
	worked(): void;
}

/**
 * Shows a problem in the live state for as long as it lasts: once, with its sentence and since when. It is logged when it
 * begins or changes, not each time it is met again.
 */
export function troubleWith(
	id: string,
	store: StateStore,
	logger: { error(context: object, message: string): void },
): Trouble {
	const known = () => store.state.problems.find((one) => one.id === id);
	return {
		failed(error) {
			const present = known();
			const text = toErrorBody(error).message;
			if (present?.text === text) return;
			logger.error({ err: error, problem: id }, text);
			const since = present?.since ?? new Date().toISOString();
			store.apply({ type: "problem", problem: { id, severity: "error", text, since } });
		},
		worked() {
			if (known()) store.apply({ type: "problem-gone", id });
		},
	};
}
