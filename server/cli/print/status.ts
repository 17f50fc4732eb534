import type { DaemonStatus, Status } from "../../contract/daemon.ts";
import { cyan, dim, green, red, yellow } from "./colors.ts";
import { printBytes, printDuration, printPercent, UNKNOWN } from "./quantities.ts";
import { printTable } from "./table.ts";
import { oneLine } from "./terminal.ts";

const HEAD = ["NAME", "STATE", "PID", "UP", "CPU", "MEMORY", "TASK"];
const NUMBERS = [2, 3, 4, 5];
const PHASES: Record<DaemonStatus["phase"], string> = {
	stopped: "stopped",
	starting: "starting",
	running: "running",
	"backing-off": "waiting to try again",
	stopping: "stopping",
	"stop-failed": "could not be stopped",
	exited: "ended",
	failed: "failed",
	conflict: "in conflict",
};
/** The longest task title that a row shows, in characters. */
const TITLE = 60;

/** The table of everything, and below it what is out of order. */
export function printStatus({ dashboard, daemons, problems }: Status, now: Date = new Date()): string {
	const uptime = dashboard.startedAt ? (now.getTime() - new Date(dashboard.startedAt).getTime()) / 1000 : null;
	const first = [
		"dashboard",
		describeDashboard(dashboard),
		pidOf(dashboard.pid),
		printDuration(uptime),
		UNKNOWN,
		UNKNOWN,
		dashboard.url ?? UNKNOWN,
	];
	const table = printTable(HEAD, [first, ...daemons.map(row)], NUMBERS);
	// A daemon's own crash or hang is told with the daemon.
	const others = problems.filter(({ id }) => !id.startsWith("alert:")).map(({ text }) => oneLine(text));
	return [table, ...daemons.flatMap(remarks), ...others].join("\n");
}

/** A daemon's phase, health and activity in words. */
export function describeState(daemon: DaemonStatus): string {
	const words = [PHASES[daemon.phase]];
	if (daemon.phase === "running" || daemon.phase === "starting") {
		if (daemon.health === "hung" || daemon.health === "degraded") words.push(daemon.health);
		const waiting = daemon.waitingOn.length > 0 ? `waiting for you (${daemon.waitingOn.join(", ")})` : null;
		const activity = daemon.activity === "waiting" ? (waiting ?? "waiting") : daemon.activity;
		if (activity) words.push(activity);
		if (waiting && activity !== waiting) words.push(waiting);
	}
	return words.join(", ");
}

/** One that lives but does not answer has told no version. */
function describeDashboard({ running, version }: Status["dashboard"]): string {
	if (!running) return dim("not running");
	return version === null ? red("does not answer") : green("running");
}

function row(daemon: DaemonStatus): string[] {
	return [
		daemon.name,
		paint(daemon)(describeState(daemon)),
		pidOf(daemon.pid),
		printDuration(daemon.uptimeSeconds),
		printPercent(daemon.cpuPercent),
		printBytes(daemon.memoryBytes),
		describeTask(daemon),
	];
}

function describeTask({ task }: DaemonStatus): string {
	if (!task) return UNKNOWN;
	const characters = [...oneLine(task.title)];
	const title = characters.length > TITLE ? `${characters.slice(0, TITLE - 1).join("")}…` : characters.join("");
	const progress = task.progress === null ? "" : ` (${Math.round(task.progress * 100)}%)`;
	return `${task.id} ${title}${progress}`;
}

const SETTINGS_CHANGED = "its settings in config.json have changed; they hold once it is restarted";

function remarks(daemon: DaemonStatus): string[] {
	const settings = daemon.restartNeeded ? SETTINGS_CHANGED : null;
	return [daemon.reason, daemon.problem, settings].flatMap((text) => {
		if (!text) return [];
		const line = oneLine(text);
		return line.startsWith(`${daemon.name} `) ? [line] : [`${daemon.name}: ${line}`];
	});
}

function paint({ phase, health, waitingOn }: DaemonStatus): (text: string) => string {
	if (phase === "failed" || phase === "stop-failed" || phase === "conflict" || health === "hung") return red;
	if (phase === "backing-off" || health === "degraded") return yellow;
	if (phase === "running") return waitingOn.length > 0 ? cyan : green;
	return phase === "stopped" || phase === "exited" ? dim : yellow;
}

function pidOf(pid: number | null): string {
	return pid === null ? UNKNOWN : String(pid);
}
