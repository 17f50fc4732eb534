import { randomUUID } from "node:crypto";
import { getRequestListener } from "@hono/node-server";
import { activityNotifier } from "./alerts/activity-notifier.ts";
import { AlertDesk } from "./alerts/alert-desk.ts";
import { browserNotifier } from "./alerts/browser-notifier.ts";
import { Chat } from "./chat/chat.ts";
import { VERSION } from "./config/package-root.ts";
import type { Paths } from "./config/paths.ts";
import type { DaemonConfig } from "./config/types.ts";
import type { DashboardStatus } from "./contract/daemon.ts";
import { publishRecord } from "./dashboard-record.ts";
import { Dossiers } from "./dossier/recorder.ts";
import { keepHandovers } from "./handover/keep-handovers.ts";
import { History } from "./history/history.ts";
import { createApi } from "./http/api/app.ts";
import { createDispatcher } from "./http/dispatch.ts";
import { createHealth } from "./http/health.ts";
import { dashboardUrl, hostChecker } from "./http/hosts.ts";
import { listen } from "./http/listen.ts";
import { createMcpRoute } from "./http/mcp.ts";
import { createMetricsRoute } from "./http/metrics.ts";
import type { Pages } from "./http/pages.ts";
import { createRateLimits } from "./http/rate-limit.ts";
import { createSessions } from "./http/session.ts";
import { createSignIn } from "./http/sign-in.ts";
import { createSignInCodes } from "./http/sign-in-codes.ts";
import type { Token } from "./http/token.ts";
import type { Logger } from "./logger.ts";
import { LogKeeper } from "./logs/log-keeper.ts";
import { ShownLogs } from "./logs/shown-logs.ts";
import { dashboardMcp } from "./mcp/dashboard-parts.ts";
import { Metrics } from "./metrics/metrics.ts";
import { startNotify } from "./notify/start-notify.ts";
import { createGateway } from "./socket/gateway.ts";
import { Live, type LiveOptions } from "./state/live.ts";
import { troubleWith } from "./state/problems.ts";
import { withhold } from "./supervisor/environment.ts";
import { Supervisor } from "./supervisor/supervisor.ts";

export interface DashboardOptions {
	paths: Paths;
	config: LiveOptions["config"];
	token: Token;
	logger: Logger;
	/** Who renders the pages. `/healthz` says 200 once it resolves; the API does not wait for it. */
	pages(address: { host: string; port: number }): Promise<Pages>;
	dev?: boolean;
}

export interface Dashboard {
	/** Where it listens, e.g. `http://127.0.0.1:4310`. */
	url: string;
	/** Resolves when it can serve everything; rejects when the pages cannot be. */
	ready: Promise<void>;
	/** The settings in force. */
	configs(): DaemonConfig[];
	/** Ends it in good order, in under two seconds; the daemons go on. */
	close(): Promise<void>;
}

/**
 * Puts the dashboard together, in the order of what depends on what: port, record, supervisor and state, then all that a
 * request can reach. The caller owns the state directory. Resolves when the API serves.
 *
 * @throws NightshiftError `port-in-use`
 */
export async function createDashboard(options: DashboardOptions): Promise<Dashboard> {
	const { paths, config, token, logger, dev = false } = options;
	const { host } = config.dashboard;
	const server = await listen(host, config.dashboard.port);
	const { port } = server;
	const status = statusAt(dashboardUrl(host, port));
	const removeRecord = await publishRecord(paths.dashboard, status, process.env.NIGHTSHIFT_INSTANCE ?? randomUUID());

	withhold(config.notify?.variables ?? []);
	const supervisor = new Supervisor({ paths, daemons: config.daemons, logger, url: () => status.url });
	const live = new Live({
		paths,
		config,
		supervisor,
		dashboard: status,
		onConfig: (next) => notify.configure(next),
		logger,
	});
	const notify = startNotify({ paths, config, supervisor, live, url: status.url, token, logger });
	const handovers = keepHandovers({
		database: () => live.database.current,
		outbox: notify.outbox,
		present: () => live.store.state,
		trouble: troubleWith("database-handover", live.store, logger),
	});
	const history = new History({
		supervisor,
		database: () => live.database.current,
		trouble: troubleWith("database-history", live.store, logger),
		onActivity: () => live.wrote(),
	});
	const metrics = new Metrics({ supervisor, state: () => live.store.state });
	const dossiers = new Dossiers({ paths, supervisor, token: token.current, logger });
	const alerts = new AlertDesk({
		supervisor,
		notifiers: [
			browserNotifier((change) => live.store.apply(change)),
			activityNotifier((entry) => live.record(entry)),
			notify.notifier,
		],
		logger,
	});
	await Promise.all([supervisor.adopt().then(() => alerts.start()), live.open()]);
	const configs = () => supervisor.configs();
	const pidOf = (name: string) => supervisor.statusOf(name).pid;
	const logKeeper = new LogKeeper({ paths, daemons: configs, pidOf, logger });
	logKeeper.on("problem", (problem) => {
		live.store.apply({ type: "problem", problem });
		alerts.problemRaised(problem);
	});
	logKeeper.on("problem-gone", (id) => {
		live.store.apply({ type: "problem-gone", id });
		alerts.problemGone(id);
	});
	logKeeper.start();
	const logs = new ShownLogs({ paths, configs, token: token.current });
	const chat = new Chat({ supervisor, live, logs, ways: () => notify.status(), token: token.current, logger });
	chat.start();

	const closing = new AbortController();
	const sessions = createSessions(token, port);
	const limits = createRateLimits();
	const gateway = createGateway({
		supervisor,
		live,
		logs,
		presence: notify.presence,
		chat,
		sessions,
		limit: limits.socket,
		logger,
	});
	const codes = createSignInCodes();
	const signIn = createSignIn({ sessions, codes, limit: limits.signIn, logger, onSignOut: gateway.drop });
	const api = createApi({
		paths,
		supervisor,
		live,
		dossiers,
		history,
		logs,
		notify,
		chat,
		dashboard: () => status,
		codes,
		limit: limits.api,
		closing: closing.signal,
		logger,
	});
	const mcp = dashboardMcp({ supervisor, live, closing: closing.signal, logger });
	const mcpRoute = createMcpRoute({ parts: mcp, limit: limits.mcp, logger });
	const pages = options.pages({ host, port });
	let rendering = false;
	server.serve(
		createDispatcher({
			isOurHost: hostChecker(host, port),
			sessions,
			signInLimit: limits.signIn,
			signIn: getRequestListener(signIn.fetch, KEEP_GLOBALS),
			health: createHealth(() => rendering && !closing.signal.aborted),
			api: getRequestListener(api.fetch, KEEP_GLOBALS),
			metrics: createMetricsRoute(() => metrics.render()),
			mcp: getRequestListener(mcpRoute.fetch, KEEP_GLOBALS),
			engine: gateway.engine,
			pages,
			dev,
			logger,
		}),
	);
	const ready = pages.then(() => {
		rendering = true;
	});

	return {
		url: status.url,
		ready,
		configs: () => supervisor.configs(),
		async close() {
			closing.abort();
			await Promise.all([gateway.close(), server.close()]);
			await mcp.progress.close();
			await chat.close();
			await logKeeper.close();
			await supervisor.close();
			await dossiers.close();
			await alerts.close();
			await handovers.stop();
			await notify.close();
			metrics.close();
			await history.close();
			await live.close();
			const opened = await pages.catch(() => null); // `ready` has said why
			await opened?.close();
			await removeRecord();
		},
	};
}

/** Node's own Request and Response stay as they are: Next works with them in this process too. */
const KEEP_GLOBALS = { overrideGlobalObjects: false };

function statusAt(url: string): DashboardStatus & { url: string } {
	return { running: true, pid: process.pid, url, version: VERSION, startedAt: new Date().toISOString() };
}
