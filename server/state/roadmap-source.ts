import type { DaemonConfig } from "../config/types.ts";
import type { Database } from "../db/open.ts";
import { watchDatabase } from "../db/watch.ts";
import { inPasses, type Passes } from "../passes.ts";
import { watchRoadmap } from "../roadmap/watch-roadmap.ts";
import { marksRevisions } from "../work/marks.ts";
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
	readonly #watches = new Map<string, { workspace: string; close: () => Promise<void> }>();
	readonly #passes: Passes;
	#closing: Promise<void>[] = [];
	#database: Database | null = null;
	#commits: { close(): void } | undefined;
	/** By daemon; null until they were read for the first time. */
	#marks: Map<string, string> | null = null;

	constructor(private readonly options: RoadmapSourceOptions) {
		this.#passes = inPasses(() => this.#lookAtMarks(), options.trouble.failed);
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

	/** Follows the marks of this database from now on. */
	follow(database: Database): void {
		this.unfollow();
		this.#database = database;
		this.#commits = watchDatabase(database.path, () => this.#passes.ask());
		this.#passes.ask();
	}

	/** Resolves when the marks that were set before the call are known. */
	settled(): Promise<void> {
		return this.#passes.settled();
	}

	unfollow(): void {
		this.#commits?.close();
		this.#commits = undefined;
		this.#database = null;
	}

	async close(): Promise<void> {
		this.unfollow();
		const watches = [...this.#watches.values()];
		this.#watches.clear();
		await Promise.all([this.#passes.settled(), ...this.#closing, ...watches.map(({ close }) => close())]);
	}

	async #lookAtMarks(): Promise<void> {
		const database = this.#database;
		if (!database) return;
		try {
			const now = await marksRevisions(database);
			const before = this.#marks;
			this.#marks = now;
			this.options.trouble.worked();
			if (!before) return;
			for (const name of new Set([...before.keys(), ...now.keys()])) {
				if (before.get(name) !== now.get(name)) this.changed(name);
			}
		} catch (error) {
			// One that was let go meanwhile may fail as it likes.
			if (database === this.#database) throw error;
		}
	}
}
