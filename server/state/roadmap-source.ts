import type { DaemonConfig } from "../config/types.ts";
import type { Database } from "../db/open.ts";
import { watchRoadmap } from "../roadmap/watch-roadmap.ts";
import { marksRevisions } from "../work/marks.ts";
import { changedNames, DatabaseFollower } from "./database-follower.ts";
import type { Trouble } from "./problems.ts";
import type { StateStore } from "./store.ts";

export interface RoadmapSourceOptions {
	store: StateStore;
	/** The settings in force. */
	configs(): readonly DaemonConfig[];
	/** Told whether the marks can be read. */
	trouble: Trouble;
	logger: { error(context: object, message: string): void };
}

/**
 * Counts the revisions `roadmap:NAME` up when the roadmap of a developer daemon, or what was decided about its items, is not
 * as it was: whichever program changed the file, and whichever process wrote to the database.
 */
export class RoadmapSource {
	/** Of the marks. */
	readonly following: DatabaseFollower;
	readonly #watches = new Map<string, { workspace: string; close: () => Promise<void> }>();
	#closing: Promise<void>[] = [];
	/** By daemon; null until they were read for the first time. */
	#marks: Map<string, string> | null = null;

	constructor(private readonly options: RoadmapSourceOptions) {
		const look = (database: Database) => this.#lookAtMarks(database);
		this.following = new DatabaseFollower({ look, trouble: options.trouble });
		this.configure();
	}

	/** Watches the roadmaps of the settings in force: those of new daemons and other workspaces too, and no others. */
	configure(): void {
		const wanted = new Map(
			this.options.configs().flatMap(({ name, program, workspace }) => {
				return program === "code-developer" && workspace ? [[name, workspace] as const] : [];
			}),
		);
		for (const [name, { workspace, close }] of this.#watches) {
			if (wanted.get(name) === workspace) continue;
			this.#watches.delete(name);
			this.#closing.push(close());
			this.changed(name);
		}
		for (const [name, workspace] of wanted) {
			if (this.#watches.has(name)) continue;
			const close = watchRoadmap(
				workspace,
				() => this.changed(name),
				(error) => this.options.logger.error({ err: error, daemon: name }, "the roadmap could not be watched"),
			);
			this.#watches.set(name, { workspace, close });
		}
	}

	/** Tells at once of a change of the dashboard's own. */
	changed(daemon: string): void {
		this.options.store.apply({ type: "revision", topic: `roadmap:${daemon}` });
	}

	async close(): Promise<void> {
		this.following.unfollow();
		const watches = [...this.#watches.values()];
		this.#watches.clear();
		await Promise.all([this.following.settled(), ...this.#closing, ...watches.map(({ close }) => close())]);
	}

	async #lookAtMarks(database: Database): Promise<void> {
		const before = this.#marks;
		this.#marks = await marksRevisions(database);
		if (before) for (const name of changedNames(before, this.#marks)) this.changed(name);
	}
}
