import { setTimeout as sleep } from "node:timers/promises";
import type { Paths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import { NightshiftError } from "../contract/errors.ts";
import type { RoadmapItemDetail } from "../contract/roadmap.ts";
import type { RoadmapEntryDetail, RoadmapView } from "../contract/work.ts";
import type { Database } from "../db/open.ts";
import { type MarkOwner, markAside, markNext, takeUp } from "../work/marks.ts";
import { editRoadmapFile } from "./edit/edit-file.ts";
import type { ItemEdit, NewItem, RoadmapEdit } from "./edit/edit-types.ts";
import { findItem } from "./find-item.ts";
import { namesOf } from "./index-items.ts";
import { ItemNames } from "./name-items.ts";
import { findRoadmapFile, type RoadmapFile } from "./read-roadmap.ts";
import { STILL_MS } from "./read-still.ts";
import { readRuns, readWork } from "./read-work.ts";
import { RoadmapCache } from "./roadmap-cache.ts";
import { RoadmapSight } from "./view-roadmap.ts";

export interface RoadmapDeskOptions {
	paths: Paths;
	/** The settings in force. @throws NightshiftError `unknown-daemon` */
	configOf(daemon: string): DaemonConfig;
	/** @throws NightshiftError `database-unavailable` */
	database(): Database;
	/** The roadmap of this daemon, or what was decided about it, is not as it was. */
	onChange(daemon: string): void;
}

/** The roadmaps of the developer daemons: shown with the work on them, edited in place, and marked. */
export class RoadmapDesk {
	readonly #cache = new RoadmapCache();
	/** The roadmap of each workspace, as it was last found. */
	readonly #seen = new Map<string, string>();

	constructor(private readonly options: RoadmapDeskOptions) {}

	/**
	 * @throws NightshiftError `unknown-daemon`; `not-found` when it has no roadmap; what reading the file or the database says
	 */
	async view(daemon: string): Promise<RoadmapView> {
		const { owner, document } = await this.#read(daemon);
		return new RoadmapSight(daemon, document, await readWork(this.options.database(), owner)).view();
	}

	/** @throws NightshiftError as `view`, and `unknown-item` */
	async item(daemon: string, ref: string): Promise<RoadmapEntryDetail> {
		const { owner, document } = await this.#read(daemon);
		return this.#detail(owner, document, itemOf(document, ref));
	}

	/**
	 * Changes the file, and nothing in it but what is asked.
	 *
	 * @param version of the roadmap the edit was made for
	 * @throws NightshiftError as `item`; `version-conflict` when the file has changed since; `bad-request` for what would
	 * change nothing, or more than what is asked. Whatever it throws, nothing was written.
	 */
	async edit(daemon: string, version: string, edit: ItemEdit): Promise<RoadmapView> {
		const { document, work } = await this.#write(daemon, version, edit);
		return new RoadmapSight(daemon, document, work).view();
	}

	/** As `edit`. @returns the new item; of runs that name one of its id, which was there before, the latest */
	async add(daemon: string, version: string, item: NewItem): Promise<RoadmapEntryDetail> {
		const { document, work, added } = await this.#write(daemon, version, { edit: "add", ...item });
		return new RoadmapSight(daemon, document, work).detail(itemOf(document, added ?? ""), work.runs);
	}

	/**
	 * Sets an item aside, or takes it up again: also when it was set aside because the work on it failed.
	 * @throws NightshiftError as `item`
	 */
	async setAside(daemon: string, ref: string, aside: boolean, reason: string | null): Promise<RoadmapView> {
		const { owner, document } = await this.#read(daemon);
		const item = itemOf(document, ref);
		const database = this.options.database();
		if (aside) await markAside(database, owner, keyOf(document, item), reason);
		else await takeUp(database, owner, keyOf(document, item), namedBy(document, item));
		this.options.onChange(daemon);
		return this.view(daemon);
	}

	/** Puts an item before all others, or back in its place. @throws NightshiftError as `item` */
	async putFirst(daemon: string, ref: string, next: boolean): Promise<RoadmapView> {
		const { owner, document } = await this.#read(daemon);
		await markNext(this.options.database(), owner, keyOf(document, itemOf(document, ref)), next);
		this.options.onChange(daemon);
		return this.view(daemon);
	}

	async #write(daemon: string, version: string, edit: RoadmapEdit) {
		const { owner, file } = await this.#locate(daemon);
		// Read first: an answer that needs the database after the file is written could fail for what was done.
		const work = await readWork(this.options.database(), owner);
		const backups = this.options.paths.daemon(daemon).roadmapBackups;
		const result = await editRoadmapFile(await this.#cache.read(file), { version, edit, backups });
		await this.#cache.keep(result.document);
		this.options.onChange(daemon);
		return { ...result, work };
	}

	async #detail(owner: MarkOwner, document: RoadmapFile, item: RoadmapItemDetail): Promise<RoadmapEntryDetail> {
		const database = this.options.database();
		const runs = await readRuns(database, owner, namesOf(item));
		return new RoadmapSight(owner.daemon, document, await readWork(database, owner)).detail(item, runs);
	}

	async #read(daemon: string): Promise<{ owner: MarkOwner; document: RoadmapFile }> {
		const { owner, file } = await this.#locate(daemon);
		return { owner, document: await this.#cache.read(file) };
	}

	/** One that is gone for a moment is being replaced: another answer than before is believed when it is given twice. */
	async #find(workspace: string): Promise<string | null> {
		const before = this.#seen.get(workspace);
		let file = await findRoadmapFile(workspace);
		if (before !== undefined && file !== before) {
			await sleep(STILL_MS);
			file = await findRoadmapFile(workspace);
		}
		if (file === null) this.#seen.delete(workspace);
		else this.#seen.set(workspace, file);
		return file;
	}

	async #locate(daemon: string): Promise<{ owner: MarkOwner; file: string }> {
		const { program, workspace } = this.options.configOf(daemon);
		if (program !== "code-developer" || !workspace) {
			throw new NightshiftError("not-found", `${daemon} has no roadmap, because it is no code-developer.`);
		}
		const file = await this.#find(workspace);
		if (file) return { owner: { daemon, workspace }, file };
		const sentence = `There is no ROADMAP.md in ${workspace}; write one there, or in docs/ or docs/roadmap/.`;
		throw new NightshiftError("not-found", sentence);
	}
}

function itemOf({ file, roadmap }: RoadmapFile, ref: string): RoadmapItemDetail {
	const item = findItem(roadmap, ref);
	if (item) return item;
	throw new NightshiftError("unknown-item", `${file} has no item "${ref.slice(0, 60)}"; look at the roadmap again.`, {
		ref: ref.slice(0, 60),
	});
}

/** Which runs are about it. */
function namedBy({ roadmap }: RoadmapFile, item: RoadmapItemDetail): { names: string[]; title?: string } {
	const names = namesOf(item);
	return new ItemNames(roadmap.items).isShared(item) ? { names, title: item.title } : { names };
}

function keyOf({ roadmap }: RoadmapFile, item: RoadmapItemDetail): string {
	return new ItemNames(roadmap.items).key(item);
}
