import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DaemonConfig } from "../../../server/config/types.ts";
import type { RoadmapEntry, RoadmapEntryDetail, RoadmapView } from "../../../server/contract/work.ts";
import { type Database, openDatabase } from "../../../server/db/open.ts";
import { daemonConfig } from "../../support/daemon-config.ts";
import { type Answer, startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { tempHome } from "../../support/temp-home.ts";

export const NAME = "developer";

/** A dashboard with one developer, which does not run, and its roadmap. */
export class RoadmapRig {
	private constructor(
		readonly dashboard: TestDashboard,
		readonly workspace: string,
	) {}

	static async start(text: string | null, { place = "ROADMAP.md" } = {}): Promise<RoadmapRig> {
		const paths = await tempHome();
		const workspace = join(paths.home, "work");
		await mkdir(workspace);
		const rig = new RoadmapRig(await startDashboard([developer(workspace)], paths), workspace);
		if (text !== null) await rig.write(text, place);
		return rig;
	}

	async write(text: string, place = "ROADMAP.md"): Promise<void> {
		await mkdir(join(this.workspace, place, ".."), { recursive: true });
		await writeFile(join(this.workspace, place), text);
	}

	text(): Promise<string> {
		return readFile(join(this.workspace, "ROADMAP.md"), "utf8");
	}

	async view(): Promise<RoadmapView> {
		return (await this.call<RoadmapView>("")).body;
	}

	/** One item of the view. */
	async entry(ref: string): Promise<RoadmapEntry | undefined> {
		return (await this.view()).items.find((item) => item.ref === ref);
	}

	async item(ref: string): Promise<RoadmapEntryDetail> {
		return (await this.call<RoadmapEntryDetail>(`/items/${encodeURIComponent(ref)}`)).body;
	}

	/** An edit for the version that is there now, unless the body names one. */
	async edit(
		ref: string,
		action: string,
		body: object,
	): Promise<Answer<RoadmapView & { code: string; detail: string }>> {
		const { version } = await this.view();
		return this.call(`/items/${encodeURIComponent(ref)}/${action}`, { version, ...body });
	}

	call<T>(path: string, body?: object): Promise<Answer<T>> {
		return this.dashboard.api<T>(`/daemons/${NAME}/roadmap${path}`, body === undefined ? {} : { body });
	}

	async withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
		const database = await openDatabase(this.dashboard.paths.database);
		try {
			return await work(database);
		} finally {
			await database.close();
		}
	}
}

/** A developer that does nothing: its program is never started. */
export function developer(workspace: string, name = NAME): DaemonConfig {
	return daemonConfig(["true"], { name, program: "code-developer", workspace, autostart: false });
}
