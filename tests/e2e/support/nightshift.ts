import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ActivityEntry } from "../../../server/contract/activity.ts";
import type { DaemonStatus, Status } from "../../../server/contract/daemon.ts";
import type { NewQuestion, Question } from "../../../server/contract/question.ts";
import { freePort } from "../../support/free-port.ts";

const run = promisify(execFile);
const COMMAND = fileURLToPath(new URL("../../../bin/nightshift", import.meta.url));

/** An installation of the test's own: state directory, port, processes. */
export class Nightshift {
	private constructor(
		readonly home: string,
		readonly url: string,
	) {}

	static async create(daemons: Record<string, unknown>): Promise<Nightshift> {
		const home = await mkdtemp(join(tmpdir(), "nightshift-e2e-"));
		const port = await freePort();
		await writeFile(join(home, "config.json"), JSON.stringify({ dashboard: { port }, daemons }));
		return new Nightshift(home, `http://127.0.0.1:${port}`);
	}

	/** Runs `nightshift …` and returns what it printed. Rejects when it fails. */
	async cli(...args: string[]): Promise<string> {
		const { stdout } = await run(process.execPath, [COMMAND, ...args], {
			env: { ...process.env, NIGHTSHIFT_HOME: this.home },
		});
		return stdout.trimEnd();
	}

	/** Starts the dashboard, and the daemons that start with it. */
	async start(): Promise<void> {
		await this.cli("start");
	}

	/** The link that signs a browser in, leading to `path`. */
	async link(path = "/"): Promise<string> {
		const url = new URL(path, this.url);
		url.searchParams.set("token", await this.token());
		return url.href;
	}

	/** As `nightshift status --json` prints it, of a dashboard that runs. */
	status(): Promise<Status> {
		return this.get("/api/v1/status");
	}

	async daemon(name: string): Promise<DaemonStatus> {
		const found = (await this.status()).daemons.find((one) => one.name === name);
		if (!found) throw new Error(`there is no daemon ${name}`);
		return found;
	}

	/** Starts a daemon and waits until it has settled, which costs a fraction of `nightshift start NAME`. */
	startDaemon(name: string): Promise<DaemonStatus> {
		return this.post(`/api/v1/daemons/${name}/start`);
	}

	stopDaemon(name: string): Promise<DaemonStatus> {
		return this.post(`/api/v1/daemons/${name}/stop`);
	}

	/** Ends the dashboard as a crash would. */
	async crash(): Promise<void> {
		const { pid } = (await this.status()).dashboard;
		if (pid === null) throw new Error("the dashboard does not run");
		process.kill(pid, "SIGKILL");
	}

	ask(question: NewQuestion): Promise<Question> {
		return this.post("/api/v1/questions", question);
	}

	withdraw(ticket: string, reason: string): Promise<Question> {
		return this.post(`/api/v1/questions/${ticket}/withdraw`, { reason });
	}

	question(ticket: string): Promise<Question> {
		return this.get(`/api/v1/questions/${ticket}`);
	}

	/** The questions that wait for an answer. */
	async pending(): Promise<Question[]> {
		return (await this.get<{ questions: Question[] }>("/api/v1/questions?status=pending")).questions;
	}

	/** What happened that has to do with a daemon. */
	async activity(daemon: string): Promise<ActivityEntry[]> {
		return (await this.get<{ activity: ActivityEntry[] }>(`/api/v1/activity?daemon=${daemon}`)).activity;
	}

	/** Ends everything that was started here and removes it. */
	async destroy(): Promise<void> {
		await this.cli("stop");
		await rm(this.home, { recursive: true, force: true, maxRetries: 5 });
	}

	private get<T>(path: string): Promise<T> {
		return this.request(path, {});
	}

	private post<T>(path: string, body: unknown = {}): Promise<T> {
		return this.request(path, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
		});
	}

	private async request<T>(path: string, init: { method?: string; headers?: Record<string, string>; body?: string }) {
		const authorization = `Bearer ${await this.token()}`;
		const response = await fetch(this.url + path, { ...init, headers: { ...init.headers, authorization } });
		if (!response.ok) throw new Error(await response.text());
		return (await response.json()) as T;
	}

	private async token(): Promise<string> {
		return (await readFile(join(this.home, "token"), "utf8")).trim();
	}
}
