/** Where in the conversations the person is. */
export interface Place {
	/** Null: the first daemon there is. */
	daemon: string | null;
	/** A message to look at with those around it; null: the newest. */
	at: number | null;
	/** What is searched for; null: nothing. */
	search: string | null;
}

export function placeOf(query: URLSearchParams): Place {
	const at = query.get("at");
	return {
		daemon: query.get("daemon"),
		at: at !== null && /^\d{1,10}$/.test(at) ? Number(at) : null,
		search: query.get("search") || null,
	};
}

/** The address of a place in the conversations. */
export function chatPage({ daemon = null, at = null, search = null }: Partial<Place>): string {
	const params = new URLSearchParams();
	if (daemon) params.set("daemon", daemon);
	if (search) params.set("search", search);
	if (at !== null) params.set("at", String(at));
	const query = params.toString();
	return query === "" ? "/chat" : `/chat?${query}`;
}
