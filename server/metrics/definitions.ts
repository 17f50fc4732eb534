import { type DaemonStatus, exitCauseSchema, healthSchema, phaseSchema } from "../contract/daemon.ts";
import { activitySchema } from "../contract/status-file.ts";
import type { MetricsFacts } from "./facts.ts";

type Labels = Record<string, string>;
type Daemon = MetricsFacts["daemons"][number];

/** One metric: its name and unit by Prometheus' conventions, and its value for each set of labels. */
export interface Definition {
	name: string;
	type: "gauge" | "counter";
	help: string;
	labels: string[];
	/** What is not known is left out: an absent series, never 0. */
	values(facts: MetricsFacts): { labels: Labels; value: number }[];
}

/** The labels are the daemons of the configuration and closed sets of words, so that their number is bounded. */
export const DEFINITIONS: readonly Definition[] = [
	{
		name: "nightshift_build_info",
		type: "gauge",
		help: "Always 1; the labels tell the versions.",
		labels: ["version", "node"],
		values: ({ version, node }) => [{ labels: { version, node }, value: 1 }],
	},
	ofDaemon("gauge", "nightshift_daemon_up", "Whether the daemon's process runs.", ({ pid }) => (pid === null ? 0 : 1)),
	ofDaemon("gauge", "nightshift_daemon_desired_up", "Whether the daemon is wanted to run.", ({ desired }) =>
		desired === "up" ? 1 : 0,
	),
	stateSet(
		"nightshift_daemon_phase",
		"phase",
		"What the supervisor does: 1 for the present phase.",
		phaseSchema.options,
		({ phase }) => phase,
	),
	stateSet(
		"nightshift_daemon_health",
		"health",
		"How the running process is: 1 for the present health.",
		healthSchema.options,
		({ pid, health }) => (pid === null ? null : health),
	),
	stateSet(
		"nightshift_daemon_activity",
		"activity",
		"What the daemon says it does: 1 for the present activity.",
		activitySchema.options,
		({ activity }) => activity,
	),
	ofDaemon(
		"gauge",
		"nightshift_daemon_start_time_seconds",
		"When the present process started, in unix time.",
		({ startedAt }) => seconds(startedAt),
	),
	ofDaemon(
		"counter",
		"nightshift_daemon_cpu_seconds_total",
		"Processor time of the whole process tree, sampled once a second, since the dashboard started.",
		({ counts }) => counts.cpuSeconds,
	),
	ofDaemon(
		"gauge",
		"nightshift_daemon_resident_memory_bytes",
		"Resident memory of the whole process tree.",
		({ memoryBytes }) => memoryBytes,
	),
	ofDaemon(
		"gauge",
		"nightshift_daemon_memory_limit_bytes",
		"The limit of its resident memory, where one is set.",
		({ memoryLimitBytes }) => memoryLimitBytes,
	),
	ofDaemon(
		"counter",
		"nightshift_daemon_restarts_total",
		"How often it was started again by itself since the dashboard started.",
		({ counts }) => counts.restarts,
	),
	ofDaemon(
		"gauge",
		"nightshift_daemon_consecutive_failures",
		"Failures since it was last stable.",
		({ failures }) => failures,
	),
	{
		name: "nightshift_daemon_exits_total",
		type: "counter",
		help: "How often it has ended since the dashboard started, by cause.",
		labels: ["daemon", "cause"],
		values: ({ daemons }) =>
			daemons.flatMap(({ name: daemon, counts }) =>
				exitCauseSchema.options.map((cause) => ({ labels: { daemon, cause }, value: counts.exits[cause] })),
			),
	},
	ofDaemon(
		"counter",
		"nightshift_daemon_hangs_total",
		"How often it stopped responding since the dashboard started.",
		({ counts }) => counts.hangs,
	),
	ofDaemon(
		"gauge",
		"nightshift_daemon_last_exit_timestamp_seconds",
		"When it last ended, in unix time.",
		({ lastExit }) => seconds(lastExit?.at),
	),
	ofDaemon(
		"gauge",
		"nightshift_daemon_last_heartbeat_timestamp_seconds",
		"When it last wrote its status file, in unix time.",
		({ heartbeatAt }) => seconds(heartbeatAt),
	),
	ofDaemon(
		"gauge",
		"nightshift_daemon_task_progress_ratio",
		"How far its task is, from 0 to 1.",
		({ task }) => task?.progress,
	),
	ofDashboard(
		"gauge",
		"nightshift_questions_pending",
		"Questions that wait for an answer.",
		({ questionsPending }) => questionsPending,
	),
	{
		name: "nightshift_problems",
		type: "gauge",
		help: "What the dashboard shows as wrong right now, by severity.",
		labels: ["severity"],
		values: ({ problems }) =>
			(["warning", "error"] as const).map((severity) => ({
				labels: { severity },
				value: problems.filter((one) => one.severity === severity).length,
			})),
	},
	ofDashboard(
		"gauge",
		"nightshift_dashboard_process_start_time_seconds",
		"When the dashboard started, in unix time.",
		({ process }) => process.startTimeSeconds,
	),
	ofDashboard(
		"counter",
		"nightshift_dashboard_process_cpu_seconds_total",
		"Processor time of the dashboard.",
		({ process }) => process.cpuSeconds,
	),
	ofDashboard(
		"gauge",
		"nightshift_dashboard_process_resident_memory_bytes",
		"Resident memory of the dashboard.",
		({ process }) => process.residentBytes,
	),
	ofDashboard(
		"gauge",
		"nightshift_dashboard_process_heap_used_bytes",
		"Of it, what its JavaScript objects take.",
		({ process }) => process.heapUsedBytes,
	),
	ofDashboard(
		"gauge",
		"nightshift_dashboard_process_open_fds",
		"Files and sockets that the dashboard has open.",
		({ process }) => process.openFiles,
	),
];

function ofDaemon(
	type: Definition["type"],
	name: string,
	help: string,
	value: (daemon: Daemon) => number | null | undefined,
): Definition {
	return {
		name,
		type,
		help,
		labels: ["daemon"],
		values: ({ daemons }) => daemons.flatMap((one) => known({ daemon: one.name }, value(one))),
	};
}

function ofDashboard(
	type: Definition["type"],
	name: string,
	help: string,
	value: (facts: MetricsFacts) => number | null,
): Definition {
	return { name, type, help, labels: [], values: (facts) => known({}, value(facts)) };
}

/** One series for each state that there is, 1 for the present one; none while that is not known. */
function stateSet(
	name: string,
	label: string,
	help: string,
	states: readonly string[],
	present: (daemon: DaemonStatus) => string | null,
): Definition {
	return {
		name,
		type: "gauge",
		help,
		labels: ["daemon", label],
		values: ({ daemons }) =>
			daemons.flatMap((daemon) => {
				const now = present(daemon);
				if (now === null) return [];
				return states.map((state) => ({
					labels: { daemon: daemon.name, [label]: state },
					value: state === now ? 1 : 0,
				}));
			}),
	};
}

function known(labels: Labels, value: number | null | undefined): { labels: Labels; value: number }[] {
	return value === null || value === undefined || !Number.isFinite(value) ? [] : [{ labels, value }];
}

function seconds(at: string | null | undefined): number | null {
	return at ? Date.parse(at) / 1_000 : null;
}
