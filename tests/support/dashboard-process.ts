import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import type { Paths } from "../../server/config/paths.ts";
import { readJson } from "../../server/config/write-json.ts";
import { compileFixture } from "./compile.ts";
import { eventually } from "./wait.ts";

const PROGRAM = new URL("../fixtures/dashboard/main.ts", import.meta.url);

/** A dashboard as a process of its own. */
export interface DashboardProcess {
	child: ChildProcess;
	/** Resolves with its address once `/healthz` says 200; rejects with what it said when it ends before. */
	url(): Promise<string>;
	exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
	stdout(): string;
	stderr(): string;
}

export function spawnDashboard(
	paths: Paths,
	args: string[] = ["--port", "0"],
	env: Record<string, string> = {},
): DashboardProcess {
	const child = spawn(process.execPath, [compileFixture(PROGRAM), "--home", paths.home, ...args], {
		stdio: ["ignore", "pipe", "pipe"],
		env: { ...process.env, ...env },
	});
	let stdout = "";
	let stderr = "";
	child.stdout.setEncoding("utf8").on("data", (text) => {
		stdout += text;
	});
	child.stderr.setEncoding("utf8").on("data", (text) => {
		stderr += text;
	});
	const exited = once(child, "close").then(([code, signal]) => ({ code, signal }));
	onTestFinished(async () => {
		if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
		await exited;
	});
	return {
		child,
		exited,
		stdout: () => stdout,
		stderr: () => stderr,
		url: () =>
			eventually(async () => {
				if (child.exitCode !== null) throw new Error(`the dashboard ended: ${stderr}`);
				const record = (await readJson(paths.dashboard)) as { pid?: number; url?: string } | undefined;
				if (record?.pid !== child.pid || !record?.url) return null;
				const response = await fetch(`${record.url}/healthz`).catch(() => null);
				return response?.status === 200 ? record.url : null;
			}),
	};
}
