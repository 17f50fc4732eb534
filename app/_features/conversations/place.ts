/** Which conversations are listed. */
export interface Filter {
	source: string | null;
	/** The folder it was held in. */
	cwd: string | null;
	/** Days like `2026-11-21`. */
	from: string | null;
	to: string | null;
	/** Only those in which a backup was asked for. */
	backup: boolean;
}

/** Where in the record the person is. It is in the address, so that links, reload and the back button work. */
export interface Place extends Filter {
	/** The conversation that is read; null: none. */
	id: number | null;
	/** A turn of it to look at with those around it; null: its end, live. */
	at: number | null;
	/** Words that are searched for. */
	search: string;
	/** They are searched for in the open conversation alone. */
	within: boolean;
	/** The day whose record is read instead of a conversation. */
	day: string | null;
}

export const NO_FILTER: Filter = { source: null, cwd: null, from: null, to: null, backup: false };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What an address says; what makes no sense in it is left out. */
export function placeOf(query: Pick<URLSearchParams, "get">): Place {
	return {
		source: query.get("source") || null,
		cwd: query.get("cwd") || null,
		from: dayOf(query.get("from")),
		to: dayOf(query.get("to")),
		backup: query.get("backup") === "1",
		id: numberOf(query.get("id")),
		at: numberOf(query.get("at")),
		search: query.get("q") ?? "",
		within: query.get("within") === "1",
		day: dayOf(query.get("day")),
	};
}

/** The address of a place. */
export function conversationsPage(place: Partial<Place>): string {
	const params = new URLSearchParams();
	filterInto(params, place);
	if (place.search?.trim()) params.set("q", place.search.trim());
	if (place.within) params.set("within", "1");
	if (place.id) params.set("id", String(place.id));
	if (place.at) params.set("at", String(place.at));
	if (place.day) params.set("day", place.day);
	const query = params.toString();
	return query === "" ? "/conversations" : `/conversations?${query}`;
}

export function isFiltered({ source, cwd, from, to, backup }: Filter): boolean {
	return source !== null || cwd !== null || from !== null || to !== null || backup;
}

/** As both the address and the API have it. */
export function filterInto(params: URLSearchParams, filter: Partial<Filter>): void {
	for (const name of ["source", "cwd", "from", "to"] as const) {
		const value = filter[name];
		if (value) params.set(name, value);
	}
	if (filter.backup) params.set("backup", "1");
}

function numberOf(text: string | null): number | null {
	return text !== null && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}

function dayOf(text: string | null): string | null {
	return text !== null && DAY.test(text) ? text : null;
}
