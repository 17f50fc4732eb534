export interface Passes {
	/** Asks for a pass: now, or once more after the one that runs. */
	ask(): void;
	/** Resolves when all that was asked for is done. */
	settled(): Promise<void>;
}

/** Runs `pass` one at a time, and once more when it was asked for meanwhile: nothing asked for is lost or done twice at once. */
export function inPasses(pass: () => Promise<void>, onError: (error: unknown) => void): Passes {
	let asked = false;
	let running: Promise<void> | null = null;
	const run = async () => {
		await Promise.resolve(); // so that it never ends before `running` is set
		try {
			while (asked) {
				asked = false;
				await pass();
			}
		} catch (error) {
			onError(error);
		} finally {
			running = null;
		}
	};
	return {
		ask() {
			asked = true;
			running ??= run();
		},
		async settled() {
			while (running) await running;
		},
	};
}
