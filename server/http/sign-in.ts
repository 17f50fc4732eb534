import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { toErrorBody } from "../contract/errors.ts";
import type { RateLimit } from "./rate-limit.ts";
import { newNonce } from "./security-headers.ts";
import type { Sessions } from "./session.ts";
import { SESSION_PATH, signInPage } from "./sign-in-page.ts";

export const SIGN_OUT_PATH = "/sign-out";

export interface SignInOptions {
	sessions: Sessions;
	/** Counts wrong tokens, by address. */
	limit: RateLimit;
	logger: { info(context: object, message: string): void; warn(context: object, message: string): void };
	/** Told when a browser signs out, so that its sockets go too. */
	onSignOut(client: string): void;
}

type Env = { Bindings: HttpBindings };

/**
 * How a browser gets its session: by the link that `nightshift open` prints (`/any/page?token=…`, as often as one likes),
 * or by pasting the token. What comes here without either is answered with the sign-in page.
 */
export function createSignIn({ sessions, limit, logger, onSignOut }: SignInOptions): Hono<Env> {
	const app = new Hono<Env>();
	const address = (context: Context<Env>) => context.env.incoming.socket.remoteAddress ?? "unknown";

	const page = (context: Context<Env>, status: 401 | 429, message: string | null, to: string) => {
		const host = context.env.incoming.headers.host ?? "";
		const { html, headers } = signInPage({ nonce: newNonce(), host, message, to });
		return context.body(html, status, headers);
	};
	const welcome = (context: Context<Env>, to: string) => {
		logger.info({ address: address(context) }, "a browser signed in");
		return context.body(null, 303, { Location: to, "Set-Cookie": sessions.issue(), "Cache-Control": "no-store" });
	};
	const wrong = async (context: Context<Env>, message: string, to: string) => {
		try {
			await limit.use(address(context));
			logger.warn({ address: address(context) }, "a sign-in with a wrong token");
		} catch (error) {
			const { message: sentence, details } = toErrorBody(error);
			context.header("Retry-After", String(details?.retryAfterSeconds ?? 60));
			return page(context, 429, sentence, to);
		}
		return page(context, 401, message, to);
	};

	app.get(SESSION_PATH, (context) => {
		const found = sessions.find(context.env.incoming.headers);
		return context.body(null, found ? 204 : 401, { "Cache-Control": "no-store" });
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
		const session = sessions.find({ cookie: context.env.incoming.headers.cookie });
		if (session) onSignOut(session.client);
		return context.body(null, 303, { Location: "/", "Set-Cookie": sessions.clear, "Cache-Control": "no-store" });
	});
	app.get("*", async (context) => {
		const url = new URL(context.req.url);
		const token = url.searchParams.get("token");
		url.searchParams.delete("token");
		const to = url.pathname + url.search;
		if (token === null) return page(context, 401, null, to);
		if (sessions.isToken(token)) return welcome(context, to);
		return wrong(
			context,
			"The token in this link is no longer the right one; run `nightshift open` for a new link.",
			to,
		);
	});
	return app;
}

/** A path of this dashboard; anything that a browser could read as another place becomes the start page. */
function ownPath(value: unknown): string {
	return typeof value === "string" && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) ? value : "/";
}
