import { readFile } from "node:fs/promises";
import { describePortHolder, isFree, nextFreePort } from "../../http/port-holder.ts";
import { error, type Finding, hint } from "../finding.ts";
import { listOwners } from "../lock-holders.ts";
import type { Scene } from "../scene.ts";

/** One that has not answered for so long is not just starting. */
const STARTING_MS = 30_000;

/** The dashboard: does it answer, does its record name it, is its port free for it? */
export async function checkDashboard(scene: Scene): Promise<Finding[]> {
	const { paths, dashboard, now } = scene;
	if (dashboard.state === "up") return [];
	if (dashboard.state === "silent") {
		if (now.getTime() - dashboard.startedAt < STARTING_MS) return [];
		const what = `The dashboard (process ${dashboard.identity.pid}) runs but does not answer`;
		const fix = "nightshift restart --dashboard-only";
		return [error("dashboard-hung", what, `run ${fix}; the daemons go on`, { fix })];
	}
	const owners = await listOwners(paths.home);
	return owners.length > 0
		? judgeNameless(paths.home, owners)
		: [...(await findStaleRecord(scene)), ...(await findPortHolder(scene))];
}

/** It runs, but nothing says so. */
function judgeNameless(home: string, owners: readonly number[]): Finding[] {
	const what = `Process ${owners.join(" and ")} runs ${home}, but no dashboard.json names it, so that no command can reach it`;
	const fix = `kill ${owners.join(" ")}`;
	return [error("dashboard-nameless", what, `run ${fix}, then nightshift start; the daemons go on`, { fix })];
}

async function findStaleRecord({ paths }: Scene): Promise<Finding[]> {
	const text = await readFile(paths.dashboard, "utf8").catch(() => null);
	if (text === null) return [];
	const what = `${paths.dashboard} names a dashboard that does not run any more`;
	const repair = { kind: "remove", path: paths.dashboard, text } as const;
	return [
		hint("stale-dashboard-record", what, "nightshift start makes a new one", {
			fix: "nightshift doctor --fix",
			repair,
		}),
	];
}

async function findPortHolder({ config }: Scene): Promise<Finding[]> {
	if (!config || config.dashboard.port === 0) return [];
	const { host, port } = config.dashboard;
	if (await isFree(host, port)) return [];
	const [holder, free] = await Promise.all([describePortHolder(port), nextFreePort(host, port)]);
	const what = `Port ${port}, where the dashboard is to listen, is taken by ${holder}`;
	const mend = free
		? `stop that program, or set "port" under "dashboard" in config.json to a free one, such as ${free}`
		: "stop that program";
	return [error("port-taken", what, mend)];
}
