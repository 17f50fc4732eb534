import { randomUUID } from "node:crypto";
import { appendFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Installation, install } from "../installation.ts";
import { sourcesIn } from "./copies.ts";

const LOOK_MS = 50;
const LONGEST_MS = 30 * 60_000;

/** A dashboard with a chat monitor over transcripts of the benchmark's own. */
export interface Monitored {
	installation: Installation;
	/** Where the transcripts are, in a folder for each of the three tools. */
	root: string;
	/** Starts the monitor. @returns its process id */
	start(): Promise<number>;
	/** Resolves when all that was there is on record. */
	caughtUp(): Promise<void>;
	end(): Promise<void>;
}

export async function monitored(): Promise<Monitored> {
	const root = await mkdtemp(join(tmpdir(), "nightshift-bench-transcripts-"));
	const record = { sources: sourcesIn(root) };
	const installation = await install({ "chat-monitor": { program: "chat-monitor", autostart: false, record } });
	const { api, paths } = installation;
	return {
		installation,
		root,
		start: async () => ((await api("/daemons/chat-monitor/start?wait=30", "POST")) as { pid: number }).pid,
		caughtUp: async () => {
			const log = paths.daemon("chat-monitor").currentLog;
			for (const until = performance.now() + LONGEST_MS; performance.now() < until; await delay(LOOK_MS)) {
				if ((await readFile(log, "utf8").catch(() => "")).includes("is on record")) return;
			}
			throw new Error(`the monitor has not caught up in ${LONGEST_MS / 60_000} minutes; see ${log}`);
		},
		end: async () => {
			await installation.end();
			await rm(root, { recursive: true, force: true });
		},
	};
}

/** A transcript of Claude Code's in which the benchmark itself types. */
export function transcriptIn(root: string): { session: string; type(text: string, at?: Date): Promise<void> } {
	const session = randomUUID();
	const path = join(root, "claude", "-bench", `${session}.jsonl`);
	return {
		session,
		type: async (text, at = new Date()) => {
			const line = {
				type: "user",
				message: { role: "user", content: text },
				uuid: randomUUID(),
				timestamp: at.toISOString(),
				promptSource: "typed",
				cwd: "/bench",
				sessionId: session,
			};
			await mkdir(dirname(path), { recursive: true });
			await appendFile(path, `${JSON.stringify(line)}\n`);
		},
	};
}
