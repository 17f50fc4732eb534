import type { HttpBindings } from "@hono/node-server";
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Chat } from "../../chat/chat.ts";
import type { Paths } from "../../config/paths.ts";
import type { DashboardStatus } from "../../contract/daemon.ts";
import type { Dossiers } from "../../dossier/recorder.ts";
import type { History } from "../../history/history.ts";
import type { ShownLogs } from "../../logs/shown-logs.ts";
import type { Notify } from "../../notify/notify.ts";
import type { Live } from "../../state/live.ts";
import type { Supervisor } from "../../supervisor/supervisor.ts";
import type { RateLimit } from "../rate-limit.ts";
import type { SignInCodes } from "../sign-in-codes.ts";
import { refuseInvalid } from "./errors.ts";

/** What the routes work with. */
export interface ApiParts {
	paths: Paths;
	supervisor: Supervisor;
	live: Live;
	dossiers: Dossiers;
	history: History;
	logs: ShownLogs;
	notify: Notify;
	chat: Chat;
	dashboard: () => DashboardStatus;
	codes: SignInCodes;
	/** What changes something counts against it. */
	limit: RateLimit;
	/** Aborted when the dashboard shuts down: whoever waits for an answer is sent home with the question as it is. */
	closing: AbortSignal;
	logger: { error(context: object, message: string): void };
}

export type ApiEnv = { Bindings: HttpBindings };

/** An empty app whose routes answer invalid requests as problems. */
export function newApi(): OpenAPIHono<ApiEnv> {
	return new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid("bad-request") });
}
