import type { DaemonStatus } from "../../../server/contract/daemon.ts";
import type { Question } from "../../../server/contract/question.ts";
import type { LiveState } from "../../../server/contract/state.ts";

/** A daemon that runs well, but for what the test says. */
export function daemon(over: Partial<DaemonStatus> = {}): DaemonStatus {
	return {
		name: "code-developer",
		desired: "up",
		phase: "running",
		health: "ready",
		reason: null,
		pid: 4300,
		startedAt: "2026-11-21T05:00:00.000Z",
		uptimeSeconds: 10,
		adopted: false,
		cpuPercent: 1.2,
		memoryBytes: 61_000_000,
		activity: "working",
		task: null,
		waitingOn: [],
		restarts: 0,
		failures: 0,
		nextRetryAt: null,
		lastExit: null,
		restartNeeded: false,
		nextScheduledAt: null,
		identity: { boot: true, startTime: true, executable: true, instance: true },
		heartbeatAt: null,
		message: null,
		problem: null,
		plan: [],
		forceAt: null,
		failureLimit: 5,
		memoryLimitBytes: null,
		workspace: null,
		...over,
	};
}

/** A pending text question, but for what the test says. */
export function question(over: Partial<Question> = {}): Question {
	return {
		ticket: "Q-1",
		daemon: null,
		kind: "text",
		title: "Why?",
		body: null,
		options: [],
		schema: null,
		task: null,
		blocking: false,
		urgency: "normal",
		createdAt: "2026-11-21T05:00:00.000Z",
		deadlineAt: null,
		onDeadline: "wait",
		default: null,
		status: "pending",
		answer: null,
		comment: null,
		answeredBy: null,
		answeredAt: null,
		withdrawnReason: null,
		firesAt: null,
		snoozedUntil: null,
		heldUntil: null,
		asked: 1,
		undoUntil: null,
		deliveredAt: null,
		late: null,
		messages: 0,
		lastMessageFrom: null,
		attachments: [],
		version: 1,
		...over,
	};
}

export function liveState(over: Partial<LiveState> = {}): LiveState {
	return {
		dashboard: { running: true, pid: 1, url: "http://127.0.0.1:4310", version: "0.1.0", startedAt: null },
		daemons: [],
		pending: [],
		pendingCount: 0,
		activity: [],
		problems: [],
		vitals: {},
		revisions: {},
		...over,
	};
}
