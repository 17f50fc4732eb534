import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { SESSION_KEY_HEADER } from "../contract/session.ts";
import { mcpTokenOf } from "../mcp/token.ts";
import type { Token } from "./token.ts";

/** How long a browser stays signed in. */
export const SESSION_SECONDS = 30 * 24 * 3600;

/** Who is asking, and by what proof. */
export interface Session {
	by: "cookie" | "bearer";
	/** False: a cookie without its key, which opens the empty pages and nothing else. */
	complete: boolean;
	/** Names the client towards the rate limits and the sockets; says nothing of the secret. */
	client: string;
	/** Milliseconds since 1970; null for the token itself, which does not expire. */
	expiresAt: number | null;
	/** The token it was proved with; when that changes, the session is over. */
	token: string;
}

/** What somebody brings to show who they are. */
export interface Proof {
	/** A whole Cookie header. */
	cookie?: string | undefined;
	/** A whole Authorization header. */
	authorization?: string | undefined;
	/** What the page keeps by origin. */
	key?: string | undefined;
}

/** Both halves of a new session, as they are handed to the browser. */
export interface IssuedSession {
	/** A Set-Cookie value. */
	cookie: string;
	key: string;
}

const ofRequest = new WeakMap<IncomingMessage, Session>();

/** Notes whose request it is, for those who handle it later. */
export function rememberSession(request: IncomingMessage, session: Session): void {
	ofRequest.set(request, session);
}

export function sessionOf(request: IncomingMessage): Session | null {
	return ofRequest.get(request) ?? null;
}

export function proofIn(headers: IncomingHttpHeaders): Proof {
	const key = headers[SESSION_KEY_HEADER];
	return {
		cookie: headers.cookie,
		authorization: headers.authorization,
		key: typeof key === "string" ? key : undefined,
	};
}

export interface Sessions {
	issue(now?: number): IssuedSession;
	/** The Set-Cookie value that signs a browser out. */
	readonly clear: string;
	/** Null: no proof, or a wrong one. A complete session comes before half of one. */
	find(proof: Proof): Session | null;
	/** As `find`, for MCP alone: by the token made for it, or by the whole one. */
	findAgent(authorization: string | undefined): Session | null;
	/** Whether this is the token, compared in constant time. */
	isToken(candidate: string): boolean;
	/** Whether a session found earlier still holds: not expired, and the token file unchanged. */
	holds(session: Session, now?: number): boolean;
}

/**
 * Sessions without a store: the cookie is `expiry.nonce.mac` under a key made from the token, and the session's key is
 * another MAC of the same facts, so that they survive a restart and a new token ends them all. Both count for this port.
 *
 * The cookie's name carries the port: browsers keep cookies by host alone, and two dashboards on one machine must not sign
 * each other out. For the same reason any program on another port of this host is sent the cookie by a browser that is led
 * there, and can set others of its name: so the cookie alone opens nothing, and each of that name is tried.
 */
export function createSessions(token: Token, port: number): Sessions {
	const name = `nightshift_${port}`;
	const attributes = "HttpOnly; SameSite=Strict; Path=/";

	const fromCookies = (cookies: string, key: string | undefined, current: string): Session | null => {
		let half: Session | null = null;
		for (const value of valuesOf(name, cookies)) {
			const [, expiry = "", nonce = "", mac = ""] = COOKIE.exec(value) ?? [];
			const claim = `${port}.${expiry}.${nonce}`;
			const expiresAt = Number(expiry) * 1000;
			if (!mac || expiresAt <= Date.now() || !equal(mac, macOf(current, COOKIE_PURPOSE, claim))) continue;
			const complete = key !== undefined && equal(key, macOf(current, KEY_PURPOSE, claim));
			const session: Session = { by: "cookie", complete, client: nonce, expiresAt, token: current };
			if (complete) return session;
			half ??= session;
		}
		return half;
	};
	const isToken = (candidate: string): boolean => {
		const current = token.current();
		return current !== null && equal(candidate, current);
	};
	const fromBearer = (authorization: string, expected: string, current = expected): Session | null => {
		const candidate = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
		if (!candidate || !equal(candidate, expected)) return null;
		return { by: "bearer", complete: true, client: "bearer", expiresAt: null, token: current };
	};

	return {
		issue(now = Date.now()) {
			const current = token.current() ?? "";
			const facts = `${Math.floor(now / 1000) + SESSION_SECONDS}.${randomBytes(16).toString("base64url")}`;
			const claim = `${port}.${facts}`;
			const value = `${facts}.${macOf(current, COOKIE_PURPOSE, claim)}`;
			return {
				cookie: `${name}=${value}; Max-Age=${SESSION_SECONDS}; ${attributes}`,
				key: macOf(current, KEY_PURPOSE, claim),
			};
		},
		clear: `${name}=; Max-Age=0; ${attributes}`,
		find({ cookie, authorization, key }) {
			const current = token.current();
			if (current === null) return null;
			const browser = cookie ? fromCookies(cookie, key, current) : null;
			if (browser?.complete) return browser;
			return (authorization ? fromBearer(authorization, current) : null) ?? browser;
		},
		findAgent(authorization) {
			const current = token.current();
			if (current === null || !authorization) return null;
			return fromBearer(authorization, mcpTokenOf(current), current) ?? fromBearer(authorization, current);
		},
		isToken,
		holds(session, now = Date.now()) {
			return session.token === token.current() && (session.expiresAt === null || session.expiresAt > now);
		},
	};
}

const COOKIE = /^(\d{1,15})\.([\w-]{22})\.([\w-]{43})$/;
const COOKIE_PURPOSE = "nightshift session";
const KEY_PURPOSE = "nightshift session key";

/** Every value that a Cookie header has for a name: browsers send one for each path and host it was set for. */
function valuesOf(name: string, cookies: string): string[] {
	const pairs = cookies.split(";").map((pair) => pair.trim());
	return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}

function macOf(token: string, purpose: string, claim: string): string {
	const key = Buffer.from(hkdfSync("sha256", token, "", purpose, 32));
	return createHmac("sha256", key).update(claim).digest("base64url");
}

/** Constant time whatever the lengths: both sides are hashed first. */
function equal(a: string, b: string): boolean {
	const digest = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}
