/** What one open page shows. */
interface Look {
	/** Somebody looks at it: it is in sight, and was used in the last minutes. */
	looked: boolean;
	/** Its path and query. */
	shows: string;
}

/** Which pages of the dashboard somebody looks at, and what they show. Pages say so themselves, through their socket. */
export class Presence {
	private readonly pages = new Map<string, Look>();

	/** @param onLess somebody looks at less than before: what waited for that may be told */
	constructor(private readonly onLess: () => void = () => undefined) {}

	set(page: string, look: Look): void {
		const before = this.pages.get(page);
		this.pages.set(page, look);
		if (before?.looked && (!look.looked || look.shows !== before.shows)) this.onLess();
	}

	remove(page: string): void {
		const before = this.pages.get(page);
		this.pages.delete(page);
		if (before?.looked) this.onLess();
	}

	/** Whether somebody looks at any page. */
	isLooked(): boolean {
		return [...this.pages.values()].some(({ looked }) => looked);
	}

	/** Whether somebody looks at the page that a link leads to: with all its query, in any order, and maybe more. */
	shows(path: string): boolean {
		const wanted = parse(path);
		return [...this.pages.values()].some(({ looked, shows }) => {
			if (!looked) return false;
			const shown = parse(shows);
			return shown.path === wanted.path && wanted.query.every(([name, value]) => shown.get(name) === value);
		});
	}
}

function parse(link: string): { path: string; query: [string, string][]; get(name: string): string | null } {
	const [path = "", query = ""] = link.split(/[?#]/);
	const params = new URLSearchParams(query);
	return { path, query: [...params], get: (name) => params.get(name) };
}
