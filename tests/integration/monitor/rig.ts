import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Paths } from "../../../server/config/paths.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { type DaemonProcess, startDaemon } from "../../support/daemon-process.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually, eventuallyIn } from "../../support/wait.ts";

const ENTRY = new URL("../../../dist/chat-monitor.js", import.meta.url);
export const SESSION = "11111111-2222-4333-8444-555555555555";

/** A chat monitor over a folder of transcripts of the test's own. */
export interface Rig {
	paths: Paths;
	/** Of the source, which has the format of Claude Code. */
	root: string;
	db: Database;
	start(name?: string): DaemonProcess;
	/** A transcript's path: one for each session, unless told. */
	file(name?: string): string;
	/** The texts of all turns on record, in their order. */
	texts(): Promise<string[]>;
	/** Resolves once these, and no others, are on record. */
	until(texts: readonly string[]): Promise<void>;
	activity(): Promise<string[]>;
}

/** @param database where it lies in truth; in the state directory unless told */
export async function rig(record: Record<string, unknown> = {}, database?: string): Promise<Rig> {
	const paths = await tempHome();
	if (database !== undefined) symlinkSync(database, paths.database);
	const root = join(paths.home, "transcripts");
	const source = { name: "claude", format: "claude", root };
	const daemon = { program: "chat-monitor", record: { sources: [source], ...record } };
	writeFileSync(paths.config, JSON.stringify({ daemons: { "chat-monitor": daemon, second: daemon } }));
	mkdirSync(join(root, "-app"), { recursive: true });
	const db = await openDatabase(paths.database);
	onTestFinished(() => db.close());
	const texts = async () => {
		const rows = await db.prisma.conversationTurn.findMany({ orderBy: { id: "asc" }, select: { text: true } });
		return rows.map(({ text }) => text);
	};
	return {
		paths,
		root,
		db,
		start: (name = "chat-monitor") => startDaemon({ paths, name, entry: ENTRY }),
		file: (name = SESSION) => join(root, "-app", `${name}.jsonl`),
		texts,
		until: async (wanted) => {
			const all = [...wanted].sort().join("\n");
			await eventuallyIn(paths.database, async () => [...(await texts())].sort().join("\n") === all);
		},
		activity: async () => (await db.prisma.activity.findMany({ orderBy: { id: "asc" } })).map(({ title }) => title),
	};
}

/** A line of what was typed, with a number that makes it its own. */
export function typed(text: string, session = SESSION, key = text): string {
	const uuid = `u-${session.slice(0, 8)}-${key.slice(0, 40).replace(/\W/g, "_")}`;
	const line = {
		type: "user",
		message: { role: "user", content: text },
		uuid,
		timestamp: new Date().toISOString(),
		promptSource: "typed",
		cwd: "/app",
		sessionId: session,
	};
	return `${JSON.stringify(line)}\n`;
}

export function append(path: string, ...lines: string[]): void {
	mkdirSync(dirname(path), { recursive: true });
	appendFileSync(path, lines.join(""));
}

/** Waits until the monitor has caught up and watches. */
export async function watching(daemon: DaemonProcess, files?: number): Promise<void> {
	const wanted = files === undefined ? "watching" : `watching ${files} file`;
	await daemon.until(({ message, activity }) => (message ?? "").startsWith(wanted) && activity === "idle");
	await eventually(async () => (await daemon.log()).includes("is on record"));
}
