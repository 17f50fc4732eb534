import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { parse } from "hono/utils/cookie";
import type { Token } from "./token.ts";

/** How long a browser stays signed in. */
export const SESSION_SECONDS = 30 * 24 * 3600;

/** Who is asking, and by what proof. */
export interface Session {
	by: "cookie" | "bearer";
	/** Names the client towards the rate limits and the sockets; says nothing of the secret. */
	client: string;
	/** Milliseconds since 1970; null for the token itself, which does not expire. */
	expiresAt: number | null;
	/** The token it was proved with; when that changes, the session is over. */
	token: string;
}

const ofRequest = new WeakMap<IncomingMessage, Session>();

/** Notes whose request it is, for those who handle it later. */
export function rememberSession(request: IncomingMessage, session: Session): void {
	ofRequest.set(request, session);
}

export function sessionOf(request: IncomingMessage): Session | null {
	return ofRequest.get(request) ?? null;
}

export interface Sessions {
	/** The session's cookie as a Set-Cookie value. */
	issue(now?: number): string;
	/** The Set-Cookie value that signs a browser out. */
	readonly clear: string;
	/** Null: no proof, or a wrong one. The cookie is looked at first, then the bearer token. */
	find(headers: { cookie?: string | undefined; authorization?: string | undefined }): Session | null;
	/** Whether this is the token, compared in constant time. */
	isToken(candidate: string): boolean;
	/** Whether a session found earlier still holds: not expired, and the token file unchanged. */
	holds(session: Session, now?: number): boolean;
}

/**
 * Sessions without a store: the cookie is `expiry.nonce.mac`, under a key made from the token, so that it survives a
 * restart and a new token ends them all. The cookie's name carries the port: browsers keep cookies by host alone, and
 * two dashboards on one machine must not sign each other out.
 */
export function createSessions(token: Token, port: number): Sessions {
	const name = `nightshift_${port}`;
	const attributes = "HttpOnly; SameSite=Strict; Path=/";

	const fromCookie = (cookie: string): Session | null => {
		const value = parse(cookie, name)[name];
		const current = token.current();
		if (!value || !current) return null;
		const [expiry, nonce, mac] = value.split(".");
		if (!expiry || !nonce || !mac || !equal(mac, macOf(current, `${expiry}.${nonce}`))) return null;
		const expiresAt = Number(expiry) * 1000;
		return expiresAt > Date.now() ? { by: "cookie", client: nonce, expiresAt, token: current } : null;
	};
	const isToken = (candidate: string): boolean => {
		const current = token.current();
		return current !== null && equal(candidate, current);
	};
	const fromBearer = (authorization: string): Session | null => {
		const candidate = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
		if (!candidate || !isToken(candidate)) return null;
		return { by: "bearer", client: "bearer", expiresAt: null, token: candidate };
	};

	return {
		issue(now = Date.now()) {
			const claim = `${Math.floor(now / 1000) + SESSION_SECONDS}.${randomBytes(16).toString("base64url")}`;
			const value = `${claim}.${macOf(token.current() ?? "", claim)}`;
			return `${name}=${value}; Max-Age=${SESSION_SECONDS}; ${attributes}`;
		},
		clear: `${name}=; Max-Age=0; ${attributes}`,
		find({ cookie, authorization }) {
			return (cookie ? fromCookie(cookie) : null) ?? (authorization ? fromBearer(authorization) : null);
		},
		isToken,
		holds(session, now = Date.now()) {
			return session.token === token.current() && (session.expiresAt === null || session.expiresAt > now);
		},
	};
}

function macOf(token: string, claim: string): string {
	const key = Buffer.from(hkdfSync("sha256", token, "", "nightshift session", 32));
	return createHmac("sha256", key).update(claim).digest("base64url");
}

/** Constant time whatever the lengths: both sides are hashed first. */
function equal(a: string, b: string): boolean {
	const digest = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(digest(a), digest(b));
}
