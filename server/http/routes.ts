import type { RequestFacts } from "./guard.ts";
import { SIGN_OUT_PATH } from "./sign-in.ts";
import { SESSION_PATH } from "./sign-in-page.ts";

/** Whose a request is: everything but `health`, `sign-in` and `asset` needs a session. */
export type Access = "health" | "sign-in" | "asset" | "socket" | "api" | "page";

export interface Zone {
	access: Access;
	/** True for a link that signs in. */
	hasToken: boolean;
}

/** Sorts a request that passed the guard by its path. */
export function zoneOf({ target, method }: Pick<RequestFacts, "target" | "method">): Zone {
	const [path = "/", query = ""] = target.split(/\?(.*)/s);
	const hasToken = method === "GET" && new URLSearchParams(query).has("token");
	return { access: accessOf(path, method), hasToken };
}

function accessOf(path: string, method: string): Access {
	if (path === "/healthz") return "health";
	if (path === SESSION_PATH || (path === SIGN_OUT_PATH && method === "POST")) return "sign-in";
	if (path.startsWith("/_next/static/") && (method === "GET" || method === "HEAD")) return "asset";
	if (path === "/socket.io" || path.startsWith("/socket.io/")) return "socket";
	if (path === "/api" || path.startsWith("/api/")) return "api";
	return "page";
}
