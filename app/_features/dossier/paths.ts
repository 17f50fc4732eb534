/** Where the pages and the API have the dossiers of a daemon. */
export function dossiersPage(name: string, id?: string): string {
	const list = `/daemons/${encodeURIComponent(name)}/dossiers`;
	return id === undefined ? list : `${list}/${encodeURIComponent(id)}`;
}

export function dossiersApi(name: string, id?: string): string {
	return `/api/v1${dossiersPage(name, id)}`;
}
