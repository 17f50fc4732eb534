import { onTestFinished } from "vitest";
import type { Paths } from "../../server/config/paths.ts";
import type { DaemonConfig, PersonConfig } from "../../server/config/types.ts";
import { SESSION_KEY_HEADER } from "../../server/contract/session.ts";
import { createDashboard, type Dashboard } from "../../server/dashboard.ts";
import { openToken, type Token } from "../../server/http/token.ts";
import { createLogger } from "../../server/logger.ts";
import { readProcessRecord } from "../../server/supervisor/records.ts";
import { openPlainPages } from "../fixtures/dashboard/plain-pages.ts";
import { end } from "./processes.ts";
import { tempHome } from "./temp-home.ts";

/** A dashboard in this process, on a port of its own, with plain pages. */
export interface TestDashboard extends Dashboard {
	paths: Paths;
	token: Token;
	/** `127.0.0.1:PORT`. */
	host: string;
	/** Calls the API with the token; `body` is sent as JSON. */
	api<T = Record<string, unknown>>(path: string, request?: ApiRequest): Promise<Answer<T>>;
	/** Signs a browser in. */
	signIn(): Promise<Browser>;
}
/** What a browser has once it is signed in. */
export interface Browser {
	/** Its Cookie header. */
	cookie: string;
	/** What its page keeps in the storage of the origin. */
	key: string;
	/** The headers with which its page calls the API. */
	headers: Record<string, string>;
}
export interface ApiRequest {
	method?: string;
	body?: unknown;
	headers?: Record<string, string>;
	signal?: AbortSignal;
}
export interface Answer<T> {
	status: number;
	headers: Headers;
	/** Parsed when it is JSON, else the text. What it really is, the test checks. */
	body: T;
}

/** @param text of config.json as it was when the daemons were read from it */
export async function startDashboard(
	daemons: DaemonConfig[] = [],
	paths?: Paths,
	text?: string | null,
	person?: PersonConfig,
): Promise<TestDashboard> {
	const home = paths ?? (await tempHome());
	const token = openToken(home.token);
	const dashboard = await createDashboard({
		paths: home,
		config: {
			dashboard: { host: "127.0.0.1", port: 0 },
			daemons,
			...(text !== undefined && { text }),
			...(person && { person }),
		},
		token,
		logger: createLogger({ token: token.current, environments: () => [] }, "silent"),
		pages: openPlainPages,
	});
	await dashboard.ready;
	let ended: Promise<void> | null = null;
	const close = () => {
		ended ??= dashboard.close();
		return ended;
	};
	onTestFinished(async () => {
		await close();
		// The daemons go on after the dashboard, but not after the test.
		for (const { name } of daemons) end((await readProcessRecord(home.daemon(name)))?.identity?.pid);
	});
	const { url } = dashboard;
	return {
		...dashboard,
		close,
		paths: home,
		token,
		host: url.slice("http://".length),
		api: (path, request) => callApi(url, token.current() ?? "", path, request),
		signIn: async () => browserOf(await fetch(`${url}/?token=${token.current()}`), url),
	};
}

/** What a browser keeps of the page that signs it in. */
export async function browserOf(page: Response, url: string): Promise<Browser> {
	const cookie = (page.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
	const key = /data-key="([^"]*)"/.exec(await page.text())?.[1] ?? "";
	return { cookie, key, headers: { cookie, origin: url, [SESSION_KEY_HEADER]: key } };
}

/** Calls the API of any dashboard. */
export async function callApi<T = Record<string, unknown>>(
	url: string,
	token: string,
	path: string,
	request: ApiRequest = {},
): Promise<Answer<T>> {
	const { body, headers, signal } = request;
	const response = await fetch(`${url}/api/v1${path}`, {
		method: request.method ?? (body === undefined ? "GET" : "POST"),
		headers: {
			authorization: `Bearer ${token}`,
			...(body !== undefined && { "content-type": "application/json" }),
			...headers,
		},
		...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
		...(signal && { signal }),
	});
	const text = await response.text();
	const json = /json/.test(response.headers.get("content-type") ?? "");
	const parsed: unknown = json ? JSON.parse(text) : text;
	return { status: response.status, headers: response.headers, body: parsed as T };
}
