import type { IncomingMessage } from "node:http";
import { type ErrorBody, toErrorBody } from "../contract/errors.ts";
import { judgeCookieUse, type RequestFacts } from "./guard.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Access } from "./routes.ts";
import { proofIn, rememberSession, type Sessions } from "./session.ts";

const NOT_SIGNED_IN: ErrorBody = {
	code: "not-signed-in",
	message: "Sign in first: `nightshift open` for a browser, or send the token as a bearer token.",
};
const HALF_A_SESSION: ErrorBody = {
	code: "not-signed-in",
	message: "A cookie alone opens nothing: sign in again with `nightshift open`.",
};
const NO_TOKEN: ErrorBody = {
	code: "not-signed-in",
	message: "Send the token for agents as a bearer token (Authorization: Bearer …); `nightshift mcp --token` prints it.",
};
const AGENTS_TOKEN: ErrorBody = {
	code: "not-signed-in",
	message: "The token for agents opens /mcp and nothing else.",
};

export interface AdmissionParts {
	sessions: Sessions;
	/** Counts wrong bearer tokens, by address. */
	limit: RateLimit;
}

/** Says why somebody may not have what they ask for; null lets them, with the session remembered for the request. */
export type Admission = (request: IncomingMessage, facts: RequestFacts, access: Access) => Promise<ErrorBody | null>;

/** Who is asking, for all that needs a session. */
export function createAdmission({ sessions, limit }: AdmissionParts): Admission {
	return async (request, facts, access) => {
		const { authorization } = request.headers;
		// Agents have a token; a browser's session must not be of any use to whoever can lead a browser here.
		const session = access === "mcp" ? sessions.findAgent(authorization) : sessions.find(proofIn(request.headers));
		if (!session && sessions.findAgent(authorization)) return AGENTS_TOKEN;
		if (!session?.complete && authorization) {
			try {
				await limit.use(request.socket.remoteAddress ?? "unknown");
			} catch (error) {
				return toErrorBody(error);
			}
		}
		if (!session) return access === "mcp" ? NO_TOKEN : NOT_SIGNED_IN;
		const refusal = session.by === "cookie" ? judgeCookieUse(facts, access) : null;
		if (refusal) return { code: refusal.code, message: refusal.detail };
		if (!session.complete && !isOpenToHalf(facts, access)) return HALF_A_SESSION;
		rememberSession(request, session);
		return null;
	};
}

/** Empty pages; and WebSockets, which carry no header of a page's choice: the first message brings the key, or ends it. */
function isOpenToHalf(facts: RequestFacts, access: Access): boolean {
	return access === "page" || facts.upgrade;
}
