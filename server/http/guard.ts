import type { ErrorCode } from "../contract/errors.ts";
import type { Access } from "./routes.ts";

/** What the guard looks at, taken from a request as it came over the wire. */
export interface RequestFacts {
	method: string;
	/** The request line's target, unchanged. */
	target: string;
	/** Every Host header: there must be exactly one. */
	hosts: string[];
	/** Every Origin header: at most one. */
	origins: string[];
	/** `Sec-Fetch-Site`, `-Mode` and `-Dest`, which browsers set and pages cannot. */
	fetchSite: string | undefined;
	fetchMode: string | undefined;
	fetchDest: string | undefined;
	/** True for a request that asks to become a WebSocket. */
	upgrade: boolean;
}

export interface Refusal {
	code: Extract<ErrorCode, "bad-request" | "foreign-host" | "foreign-origin">;
	detail: string;
}

const SAFE_METHODS = new Set(["GET", "HEAD"]);
const DOT_SEGMENT = /(^|\/)(\.|%2e){1,2}(\/|$)/i;

const NOT_ORIGIN_FORM: Refusal = {
	code: "bad-request",
	detail: "Ask for a plain path, such as /api/v1/status: this is not a proxy.",
};
const FOREIGN_HOST: Refusal = {
	code: "foreign-host",
	detail: "This name is not the dashboard's; open it at the address that `nightshift open --print` shows.",
};
const FOREIGN_ORIGIN: Refusal = {
	code: "foreign-origin",
	detail: "Another site's page asked for this; only the dashboard's own pages may.",
};
const SCRIPT_POLLING: Refusal = {
	code: "bad-request",
	detail: "Polling by script tag is not offered; leave out the query `j`.",
};

/**
 * Decides whether a request may be looked at, on every route and both socket transports, before anything else reads it.
 * Null lets it pass.
 *
 * Host comes first and against a fixed list: comparing Origin with Host is blind to a rebound name, which sends both
 * the same. `same-site` counts as foreign, because sites ignore ports: another program's page on localhost is same-site,
 * and gets our SameSite=Strict cookie sent along.
 */
export function judge(facts: RequestFacts, access: Access, isOurHost: (host: string) => boolean): Refusal | null {
	if (!isPlainPath(facts.target)) return NOT_ORIGIN_FORM;
	const [host, ...otherHosts] = facts.hosts;
	if (host === undefined || otherHosts.length > 0 || !isOurHost(host)) return FOREIGN_HOST;
	const [origin, ...otherOrigins] = facts.origins;
	if (otherOrigins.length > 0) return FOREIGN_ORIGIN;
	if (origin !== undefined && !isOurOrigin(origin, isOurHost)) return FOREIGN_ORIGIN;
	const site = facts.fetchSite;
	if ((site === "cross-site" || site === "same-site") && !isLinkToPage(facts, access)) return FOREIGN_ORIGIN;
	if (access === "socket" && isScriptPolling(facts.target)) return SCRIPT_POLLING;
	return null;
}

/**
 * Decides whether a request with a cookie comes from where a cookie may be used. A page may be opened from anywhere (the
 * address bar sends no Origin); all else, reads and polling included, must show that our own page asks. A bearer token
 * is its own proof: no page of another site can send it.
 */
export function judgeCookieUse(facts: RequestFacts, access: Access): Refusal | null {
	if (access === "page" && SAFE_METHODS.has(facts.method) && !facts.upgrade) return null;
	return facts.origins.length > 0 || facts.fetchSite === "same-origin" ? null : FOREIGN_ORIGIN;
}

/** Origin-form without tricks: nothing that a later reader could resolve to another path than the one judged here. */
function isPlainPath(target: string): boolean {
	if (!target.startsWith("/") || target.startsWith("//")) return false;
	const path = target.split("?", 1)[0] ?? "";
	return !path.includes("\\") && !DOT_SEGMENT.test(path);
}

function isOurOrigin(origin: string, isOurHost: (host: string) => boolean): boolean {
	return origin.startsWith("http://") && isOurHost(origin.slice("http://".length));
}

/** A person following a link: it shows a page, in a tab of its own, and changes nothing. */
function isLinkToPage(facts: RequestFacts, access: Access): boolean {
	const isPage = access === "page" || access === "sign-in-page";
	const opensTab = facts.fetchMode === "navigate" && facts.fetchDest === "document";
	return isPage && opensTab && SAFE_METHODS.has(facts.method);
}

/** JSONP, which engine.io offers to browsers without CORS, and which is a script that any page could load. */
function isScriptPolling(target: string): boolean {
	return new URLSearchParams(target.split(/\?(.*)/s)[1]).has("j");
}
