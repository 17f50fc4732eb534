import { z } from "zod";

const MAX_LENGTH = 40_000;

const segment = z.union([
	z.string(),
	z.tuple([z.string(), z.string(), z.string().regex(/^(c|oc|d|[cd]i\((\.|\.\.|\.\.\.|\.\.\)\(\.\.)\))$/), names()]),
]);
const routerState: z.ZodType = z.tuple([
	segment,
	z.record(
		z.string(),
		z.lazy(() => routerState),
	),
	z.tuple([z.string(), z.string()]).nullish(),
	z.enum(["refetch", "inside-shared-layout", "metadata-only"]).nullish(),
	z.number().nullish(),
	z.string().optional(),
]);

function names() {
	return z.array(z.string()).nullable();
}

/**
 * Whether Next will accept a page's `Next-Router-State-Tree` header. What it does not, it answers with 500 and a stack in
 * the log, of which anybody with half a session could have as many as they like. A test compares this with Next's own.
 */
export function isRouterState(header: string): boolean {
	if (header.length > MAX_LENGTH) return false;
	try {
		return routerState.safeParse(JSON.parse(decodeURIComponent(header))).success;
	} catch {
		return false; // neither JSON nor percent-encoding
	}
}
