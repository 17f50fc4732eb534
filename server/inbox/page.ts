const MAX_PAGE = 200;

/** How many to give at once: 1 to 200, as many unless told. */
export function pageSize(limit: number = MAX_PAGE): number {
	return Math.min(Math.max(1, Math.trunc(limit) || MAX_PAGE), MAX_PAGE);
}
