import { readFile } from "node:fs/promises";
import type { Paths } from "../../../server/config/paths.ts";
import { type DashboardProcess, spawnDashboard } from "../../support/dashboard-process.ts";

/** A state directory and whichever dashboard serves it at the moment. */
export class Home {
	private dashboard: DashboardProcess | null = null;
	private url: string | null = null;
	private token = "";

	constructor(readonly paths: Paths) {}

	/** Starts a dashboard and waits until it answers. */
	async open(): Promise<void> {
		this.dashboard = spawnDashboard(this.paths);
		this.url = await this.dashboard.url();
		this.token = (await readFile(this.paths.token, "utf8")).trim();
	}

	/** SIGKILL, as a crash would be. */
	async crash(): Promise<void> {
		this.url = null;
		this.dashboard?.child.kill("SIGKILL");
		await this.dashboard?.exited;
	}

	/** Calls the API; a `body` is sent by POST. Null when nobody answers, or whoever was asked has died over it. */
	async call(path: string, body?: object): Promise<{ status: number; body: unknown } | null> {
		if (this.url === null) return null;
		try {
			const response = await fetch(`${this.url}/api/v1${path}`, {
				method: body ? "POST" : "GET",
				headers: { authorization: `Bearer ${this.token}`, ...(body && { "content-type": "application/json" }) },
				...(body && { body: JSON.stringify(body) }),
			});
			return { status: response.status, body: await response.json() };
		} catch (error) {
			if (error instanceof TypeError || error instanceof SyntaxError) return null; // refused, reset, or cut off
			throw error;
		}
	}
}
