import { readFileSync } from "node:fs";
import type { LastExit } from "../contract/daemon.ts";
import { EXIT_CONFIG } from "./restart-policy.ts";

export type ExitCause = LastExit["cause"];

export interface ExitFacts {
	/** Null when nobody could see it (an adopted process that left no exit record). */
	code: number | null;
	signal: string | null;
	/** A person or a command asked it to stop. */
	asked: boolean;
	/** The kernel's count of out-of-memory kills went up while it ran. */
	oomKills: boolean;
	/** The end of its log, where a runtime says that its heap was full. */
	logTail: string;
}

/** V8's last words, and those of the JVM, Python and Go. */
const HEAP_EXHAUSTED =
	/heap out of memory|java\.lang\.OutOfMemoryError|^MemoryError|fatal error: runtime: out of memory/m;

/** Tells why a process ended from what could be seen of it. */
export function exitCause(facts: ExitFacts): ExitCause {
	const { code, signal, asked, oomKills, logTail } = facts;
	if (asked) return "user";
	if (code === EXIT_CONFIG) return "config";
	if (signal === "SIGKILL" && oomKills) return "oom";
	if (mayHaveSaidWhy(facts) && HEAP_EXHAUSTED.test(logTail)) return "oom";
	if (code === null && signal === null) return "unknown";
	return code === 0 ? "unknown" : "crash";
}

/** Whether the end of its log can tell more of its end: a runtime whose heap is full says so, and leaves like this. */
export function mayHaveSaidWhy({ code, signal }: Pick<ExitFacts, "code" | "signal">): boolean {
	return signal === "SIGABRT" || (code !== null && code !== 0);
}

/** How often this machine's kernel has killed for memory since boot; null where it does not say (Linux ≥ 4.13 does). */
export function oomKillCount(): number | null {
	try {
		const match = /^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"));
		return match ? Number(match[1]) : null;
	} catch {
		return null;
	}
}

/** One sentence for people: how it ended. */
export function describeExit(exit: Pick<LastExit, "code" | "signal" | "cause">): string {
	if (exit.cause === "oom") return "It ran out of memory";
	if (exit.cause === "watchdog") return "It gave no heartbeat any more and was ended";
	if (exit.cause === "config") return "It found its configuration unusable";
	if (exit.signal) return `It was ended by ${exit.signal}`;
	if (exit.code !== null) return `It exited with ${exit.code}`;
	return "It ended while nobody watched, so how is not known";
}
