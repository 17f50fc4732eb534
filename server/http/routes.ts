/** What Prometheus fetches. */
export const METRICS_PATH = "/metrics";
/** What agents speak to. */
export const MCP_PATH = "/mcp";
/** Where the browser is asked whether it is signed in, and where the token is sent to. */
export const SESSION_PATH = "/session";
/** The sign-in page, for whoever wants it; others are shown it in place of their page. */
export const SIGN_IN_PATH = "/sign-in";
export const SIGN_OUT_PATH = "/sign-out";

/** The script of the service worker. */
export const WORKER_PATH = "/sw.js";

/** The queries of the links that sign in: the token itself, and a code that works once. */
export const TOKEN_QUERY = "token";
export const CODE_QUERY = "code";

/**
 * Whose a request is. Without a session one gets `health`, `sign-in`, `sign-in-page` and `asset`; with half of one also a
 * `page`, which is empty until its script has shown the other half; `mcp` needs the token for agents, or the whole one; all else a complete one.
 */
export type Access = "health" | "sign-in" | "sign-in-page" | "asset" | "socket" | "api" | "metrics" | "mcp" | "page";

/** Sorts a request by its path. */
export function accessOf({ target, method }: { target: string; method: string }): Access {
	const [path = "/", query = ""] = target.split(/\?(.*)/s);
	if (path === "/healthz") return "health";
	if (path === SESSION_PATH || (path === SIGN_OUT_PATH && method === "POST")) return "sign-in";
	if (isOpenFile(path) && (method === "GET" || method === "HEAD")) return "asset";
	if (path === "/socket.io" || path.startsWith("/socket.io/")) return "socket";
	if (path === "/api" || path.startsWith("/api/")) return "api";
	if (path === METRICS_PATH) return "metrics";
	if (path === MCP_PATH) return "mcp";
	return method === "GET" && signsIn(path, new URLSearchParams(query)) ? "sign-in-page" : "page";
}

/** What makes the dashboard an app of its own. Browsers fetch it without a session, and the same is in every installation. */
const APP_FILES = new Set([
	WORKER_PATH,
	"/manifest.webmanifest",
	"/icon-192.png",
	"/icon-512.png",
	"/icon-maskable.png",
	"/badge.png",
]);

function isOpenFile(path: string): boolean {
	return path.startsWith("/_next/static/") || APP_FILES.has(path);
}

function signsIn(path: string, query: URLSearchParams): boolean {
	return path === SIGN_IN_PATH || query.has(TOKEN_QUERY) || query.has(CODE_QUERY);
}
