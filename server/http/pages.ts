import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { type ErrorBody, NightshiftError } from "../contract/errors.ts";
import { pathOf } from "./request-facts.ts";
import { isRouterState } from "./router-state.ts";

/** Whoever renders the pages. */
export interface Pages {
	request(request: IncomingMessage, response: ServerResponse): Promise<void>;
	/** Somebody has come who will ask for a page next: what that takes can be made ready meanwhile. */
	expect(): void;
	/** Hot reload; null when there is none. */
	upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | null;
	close(): Promise<void>;
}

export interface PagesOptions {
	dev: boolean;
	/** Where the dashboard listens. */
	host: string;
	port: number;
}

/**
 * Next behind our dispatcher, loaded once somebody comes to look: half of what a start would cost, and a fifth of the
 * memory, are for pages that nobody may ask for before the next start. The development server is loaded at once, for it
 * compiles meanwhile.
 *
 * @param dir the project's folder, with `app/` and, for production, `.next/`
 * @throws NightshiftError `internal` when the pages have not been built, or Next is not installed
 */
export async function createNextPages(dir: string, options: PagesOptions): Promise<Pages> {
	if (!options.dev) checkBuilt(dir);
	const decoy = new EventEmitter();
	let loading: Promise<LoadedPages> | null = null;
	const load = () => {
		loading ??= loadNext(dir, options, decoy).catch((error: unknown) => {
			loading = null; // what it lacked, files or memory, may be there at the next request
			throw error;
		});
		return loading;
	};
	if (options.dev) await load();
	return {
		request: async (request, response) => (await load()).request(request, response),
		expect: () => void load().catch(() => undefined), // whoever asks for a page is told
		upgrade: options.dev ? (message, socket, head) => void decoy.emit("upgrade", message, socket, head) : null,
		close: async () => (await loading?.catch(() => null))?.close(),
	};
}

type LoadedPages = Pick<Pages, "request" | "close">;

/** What a start can know of the pages without loading them. */
function checkBuilt(dir: string): void {
	const built = existsSync(join(dir, ".next", "BUILD_ID"));
	if (built && isInstalled("next")) return;
	throw new NightshiftError(
		"internal",
		"The pages have not been built: run `npm start` in Nightshift's folder, which builds them.",
	);
}

function isInstalled(packageName: string): boolean {
	try {
		createRequire(import.meta.url).resolve(packageName);
		return true;
	} catch {
		return false;
	}
}

/**
 * Next adds an upgrade listener of its own to the server that it is given, which would come past the guard: it is given a
 * decoy, and what the guard has let through is handed to that.
 */
async function loadNext(dir: string, { dev, host, port }: PagesOptions, decoy: EventEmitter): Promise<LoadedPages> {
	process.env.NEXT_TELEMETRY_DISABLED ??= "1";
	const { default: next } = await import("next");
	const app = next({ dev, dir, hostname: host, port, httpServer: decoy as Server });
	await app.prepare();
	return { request: app.getRequestHandler(), close: () => app.close() };
}

/**
 * Pages are read, and nothing else: there are no server actions, which is what Next would take a POST or its header for,
 * nor a state of the router that its own pages did not send. It would log a stack about each. The development server's
 * own helpers are asked by POST.
 */
export function unfitForPages(request: IncomingMessage, dev: boolean): ErrorBody | null {
	const { method = "GET", headers } = request;
	const path = pathOf(request);
	if (dev && (path.startsWith("/__nextjs") || path.startsWith("/_next/"))) return null;
	if (method !== "GET" && method !== "HEAD") {
		return { code: "not-found", message: `There is no ${method} here; pages are only read, the API is at /api/v1.` };
	}
	if (headers["next-action"] !== undefined) {
		return { code: "bad-request", message: "There are no server actions here; leave out the header Next-Action." };
	}
	const state = headers["next-router-state-tree"];
	if (state === undefined || isRouterState(String(state))) return null;
	return { code: "bad-request", message: "The header Next-Router-State-Tree is not one of this dashboard's pages." };
}
