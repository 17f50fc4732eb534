import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Server as Engine } from "engine.io";
import { type ErrorBody, toErrorBody } from "../contract/errors.ts";
import { createAdmission } from "./admission.ts";
import { judge, type RequestFacts } from "./guard.ts";
import { type Pages, unfitForPages } from "./pages.ts";
import { answerPlainly } from "./plain-upgrade.ts";
import { refuseUpgrade, sendProblem } from "./problem.ts";
import { createRateLimit, type RateLimit } from "./rate-limit.ts";
import { readBody } from "./read-body.ts";
import { factsOf, pathOf } from "./request-facts.ts";
import { type Access, accessOf, WORKER_PATH } from "./routes.ts";
import { BASE_HEADERS, CLOSED_CSP, newNonce, pageCsp, WORKER_CSP } from "./security-headers.ts";
import type { Sessions } from "./session.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface DispatchParts {
	isOurHost(host: string): boolean;
	sessions: Sessions;
	/** Counts wrong bearer tokens, by address. */
	signInLimit: RateLimit;
	/** Handles sign-in, sign-out, and pages for those who are not signed in. */
	signIn: Listener;
	health: Listener;
	api: Listener;
	metrics: Listener;
	mcp: Listener;
	engine: Engine;
	/** May still be starting: who asks for a page waits. */
	pages: Promise<Pages>;
	dev: boolean;
	logger: { warn(context: object, message: string): void; error(context: object, message: string): void };
}

export interface Dispatcher {
	request(request: IncomingMessage, response: ServerResponse): void;
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** What the API takes: a question may carry a diff. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** A question may also carry files: eight megabytes of them, in base64. */
const MAX_QUESTION_BYTES = 14 * 1024 * 1024;
/** What those who are not signed in may send. */
const MAX_FORM_BYTES = 16 * 1024;

const NO_SUCH_SOCKET: ErrorBody = { code: "not-found", message: "There is no socket at this address." };

/**
 * The one place where requests come in. First the guard, then who is asking, then whose it is: socket, API, sign-in or
 * pages. No other listener is on the server.
 */
export function createDispatcher(parts: DispatchParts): Dispatcher {
	const { isOurHost, logger } = parts;
	const admit = createAdmission({ sessions: parts.sessions, limit: parts.signInLimit });
	const mayLog = createRateLimit({ points: 30, seconds: 60, sentence: "Too many refusals" });

	const refusalOf = (request: IncomingMessage, facts: RequestFacts, access: Access): ErrorBody | null => {
		const refusal = judge(facts, access, isOurHost);
		if (!refusal) return null;
		const { method, hosts, origins } = facts;
		const context = { code: refusal.code, method, path: pathOf(request).slice(0, 200), hosts, origins };
		void mayLog.use("refusals").then(
			() => logger.warn(context, "refused a request"),
			() => undefined, // a page that tries again and again shall not fill the disk
		);
		return { code: refusal.code, message: refusal.detail };
	};

	/** Its failure is told to whoever asks for a page. */
	const expectPages = () =>
		void parts.pages.then(
			(pages) => pages.expect(),
			() => undefined,
		);

	const toPages = async (request: IncomingMessage, response: ServerResponse, access: Access) => {
		const unfit = access === "page" ? unfitForPages(request, parts.dev) : null;
		if (unfit) return sendProblem(response, unfit);
		if (access === "page") {
			const csp = pageCsp({ nonce: newNonce(), host: request.headers.host ?? "", dev: parts.dev });
			response.setHeader("Content-Security-Policy", csp);
			response.setHeader("Cache-Control", "no-store");
			// Next takes the nonce for its scripts from the request's header of this name.
			request.headers["content-security-policy"] = csp;
		}
		return (await parts.pages).request(request, response);
	};

	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
		for (const [name, value] of Object.entries(BASE_HEADERS)) response.setHeader(name, value);
		const facts = factsOf(request);
		const access = accessOf(facts);
		const refusal = refusalOf(request, facts, access);
		if (refusal) return sendProblem(response, refusal);

		if (access === "health") return parts.health(request, response);
		if (access === "sign-in" || access === "sign-in-page") {
			await readBody(request, MAX_FORM_BYTES);
			// After the answer, not before: the page that it leads to is asked for next.
			response.once("close", expectPages);
			return parts.signIn(request, response);
		}
		if (access === "asset") {
			const isWorker = pathOf(request) === WORKER_PATH;
			response.setHeader("Content-Security-Policy", isWorker ? WORKER_CSP : CLOSED_CSP);
			return toPages(request, response, access);
		}

		const denied = await admit(request, facts, access);
		if (denied) {
			const toSignIn = access === "page" && denied.code === "not-signed-in" && request.method === "GET";
			return toSignIn ? parts.signIn(request, response) : sendProblem(response, denied);
		}
		if (access === "page") return toPages(request, response, access);
		response.setHeader("Content-Security-Policy", CLOSED_CSP);
		if (access === "socket") return parts.engine.handleRequest(request as never, response);
		if (access === "metrics") return parts.metrics(request, response);
		const asks = request.method === "POST" && pathOf(request) === "/api/v1/questions";
		await readBody(request, asks ? MAX_QUESTION_BYTES : MAX_BODY_BYTES);
		return access === "mcp" ? parts.mcp(request, response) : parts.api(request, response);
	};

	const handleUpgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
		if (request.headers.upgrade?.toLowerCase() !== "websocket") return answerPlainly(request, socket, handleRequest);
		const facts = factsOf(request, true);
		const access = accessOf(facts);
		const denied = refusalOf(request, facts, access) ?? (await admit(request, facts, access));
		if (denied) return refuseUpgrade(socket, denied);
		if (access === "socket") {
			parts.engine.handleUpgrade(request as never, socket, head);
			return expectPages(); // a page that was open when another dashboard ended
		}
		const { upgrade } = await parts.pages;
		if (upgrade && pathOf(request).startsWith("/_next/")) return upgrade(request, socket, head);
		refuseUpgrade(socket, NO_SUCH_SOCKET);
	};

	function handleRequest(request: IncomingMessage, response: ServerResponse): void {
		handle(request, response).catch((error: unknown) => {
			if (response.headersSent || response.destroyed) return response.destroy();
			const body = toErrorBody(error);
			if (body.code === "internal")
				logger.error({ err: error, path: pathOf(request) }, "a request failed unexpectedly");
			sendProblem(response, body);
		});
	}

	return {
		request: handleRequest,
		upgrade(request, socket, head) {
			// Without a listener, a connection that breaks now would end the process.
			socket.on("error", () => socket.destroy());
			handleUpgrade(request, socket, head).catch((error: unknown) => {
				logger.error({ err: error, path: pathOf(request) }, "an upgrade failed unexpectedly");
				refuseUpgrade(socket, toErrorBody(error));
			});
		},
	};
}
