import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { NightshiftError, toErrorBody } from "../contract/errors.ts";
import { answerProblem } from "./api/errors.ts";
import type { RateLimit } from "./rate-limit.ts";
import { CODE_QUERY, SESSION_PATH, SIGN_IN_PATH, SIGN_OUT_PATH, TOKEN_QUERY } from "./routes.ts";
import { newNonce } from "./security-headers.ts";
import { proofIn, type Sessions } from "./session.ts";
import type { SignInCodes } from "./sign-in-codes.ts";
import { signInPage } from "./sign-in-page.ts";
import { welcomePage } from "./welcome-page.ts";

export interface SignInOptions {
	sessions: Sessions;
	codes: SignInCodes;
	/** Counts wrong tokens and codes, by address. */
	limit: RateLimit;
	logger: Record<"info" | "warn" | "error", (context: object, message: string) => void>;
	/** Told when a browser signs out, so that its sockets go too. */
	onSignOut(client: string): void;
}

type Env = { Bindings: HttpBindings };

/**
 * How a browser gets its session: by the link that `nightshift open --print` prints (`/any/page?token=…`, as often as one
 * likes), by the one that `nightshift open` opens (`?code=…`, once), or by pasting the token. What comes here without any
 * of them is answered with the sign-in page.
 */
export function createSignIn({ sessions, codes, limit, logger, onSignOut }: SignInOptions): Hono<Env> {
	const app = new Hono<Env>();
	const address = (context: Context<Env>) => context.env.incoming.socket.remoteAddress ?? "unknown";
	const hostOf = (context: Context<Env>) => context.env.incoming.headers.host ?? "";

	const page = (context: Context<Env>, status: 200 | 401 | 429, message: string | null, to: string) => {
		const { html, headers } = signInPage({ nonce: newNonce(), host: hostOf(context), message, to });
		return context.body(html, status, headers);
	};
	const welcome = (context: Context<Env>, to: string) => {
		logger.info({ address: address(context) }, "a browser signed in");
		const { cookie, key } = sessions.issue();
		const { html, headers } = welcomePage({ nonce: newNonce(), host: hostOf(context), key, to });
		return context.body(html, 200, { ...headers, "Set-Cookie": cookie });
	};
	const wrong = async (context: Context<Env>, message: string, to: string) => {
		try {
			await limit.use(address(context));
			logger.warn({ address: address(context), told: message }, "a sign-in was refused");
		} catch (error) {
			const { message: sentence, details } = toErrorBody(error);
			context.header("Retry-After", String(details?.retryAfterSeconds ?? 60));
			return page(context, 429, sentence, to);
		}
		return page(context, 401, message, to);
	};

	app.onError((error, context) => answerProblem(context, error, logger));
	app.notFound((context) => {
		const sentence = `There is no ${context.req.method} ${context.req.path}; the API is at /api/v1.`;
		return answerProblem(context, new NightshiftError("not-found", sentence), logger);
	});
	app.get(SESSION_PATH, (context) => {
		const complete = sessions.find(proofIn(context.env.incoming.headers))?.complete;
		return context.body(null, complete ? 204 : 401, { "Cache-Control": "no-store" });
	});
	app.post(SESSION_PATH, async (context) => {
		const form: Record<string, unknown> = await context.req.parseBody().catch(() => ({})); // no form: no token
		const to = ownPath(form.to);
		const token = typeof form.token === "string" ? form.token.trim() : "";
		if (sessions.isToken(token)) return welcome(context, to);
		return wrong(
			context,
			"This is not the token of this dashboard; run `nightshift open`, or look into the file again.",
			to,
		);
	});
	app.post(SIGN_OUT_PATH, (context) => {
		const session = sessions.find(proofIn(context.env.incoming.headers));
		if (session?.complete && session.by === "cookie") onSignOut(session.client);
		return context.body(null, 303, { Location: "/", "Set-Cookie": sessions.clear, "Cache-Control": "no-store" });
	});
	app.get("*", async (context) => {
		const { token, code, to, asked } = readLink(new URL(context.req.url));
		if (token !== null) {
			if (sessions.isToken(token)) return welcome(context, to);
			return wrong(
				context,
				"The token in this link is no longer the right one; run `nightshift open` for a new link.",
				to,
			);
		}
		if (code === null) return page(context, asked ? 200 : 401, null, to);
		const refusal = await codes.spend(code, context.env.incoming.socket);
		return refusal === null ? welcome(context, to) : wrong(context, refusal, to);
	});
	return app;
}

/** What a link brings, and where it leads once signed in; `asked` when it is the sign-in page itself. */
function readLink(url: URL): { token: string | null; code: string | null; to: string; asked: boolean } {
	const { pathname, searchParams: query } = url;
	const [token, code] = [query.get(TOKEN_QUERY), query.get(CODE_QUERY)];
	query.delete(TOKEN_QUERY);
	query.delete(CODE_QUERY);
	const asked = pathname === SIGN_IN_PATH;
	return { token, code, to: ownPath(asked ? query.get("to") : pathname + url.search), asked };
}

/** A path of this dashboard; anything that a browser could read as another place becomes the start page. */
function ownPath(value: unknown): string {
	return typeof value === "string" && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) ? value : "/";
}
