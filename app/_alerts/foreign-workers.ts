/** The one service worker of this dashboard. */
const WORKER = "/sw.js";

interface Worker {
	readonly scriptURL: string;
}

/** What there is to know of a registration, and to do about it. */
export interface Registration {
	readonly active: Worker | null;
	readonly waiting: Worker | null;
	readonly installing: Worker | null;
	unregister(): Promise<boolean>;
}

/**
 * Unregisters each service worker that is not ours: another program that had this port before can have left one behind,
 * which would read and change what the pages load. The page itself may have come through it until then.
 * @param origin of this page, e.g. `http://127.0.0.1:4310`
 */
export async function dropForeignWorkers(registrations: readonly Registration[], origin: string): Promise<void> {
	const own = new URL(WORKER, origin).href;
	// The newest one counts: ours may be about to take another's place.
	const foreign = registrations.filter(({ active, waiting, installing }) => {
		const newest = installing ?? waiting ?? active;
		return newest !== null && newest.scriptURL !== own;
	});
	await Promise.all(foreign.map((registration) => registration.unregister()));
}
