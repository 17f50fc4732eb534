export interface Coalesced {
	call(): void;
	/** Forgets a call that has not been carried out yet. */
	cancel(): void;
}

/**
 * Runs `act` at once for the first call and then at most once every `ms`, with the last call never lost: a state change
 * shows without delay, a flood of them costs no more than a steady trickle.
 */
export function coalesce(ms: number, act: () => void): Coalesced {
	let timer: NodeJS.Timeout | undefined;
	let again = false;
	const run = () => {
		again = false;
		act();
		timer = setTimeout(() => {
			timer = undefined;
			if (again) run();
		}, ms).unref();
	};
	return {
		call() {
			if (timer) again = true;
			else run();
		},
		cancel() {
			clearTimeout(timer);
			again = false;
		},
	};
}
