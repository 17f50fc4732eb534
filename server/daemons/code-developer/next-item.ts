import { join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { chooseNext } from "../../roadmap/choose-next.ts";
import { ItemNames } from "../../roadmap/name-items.ts";
import { progressOf } from "../../roadmap/progress.ts";
import { findRoadmapFile, readRoadmap } from "../../roadmap/read-roadmap.ts";
import { readWork, type Work } from "../../roadmap/read-work.ts";
import type { Dependency } from "./finish/base.ts";
import { passOver, withdrawPointless } from "./pass-over.ts";
import type { Run, RunOwner } from "./runs.ts";
import type { Shop } from "./shop.ts";
import type { Workspace } from "./workspace.ts";

/** The roadmap as it is in the person's checkout, committed or not. */
export class RoadmapItems {
	constructor(
		readonly file: string,
		readonly all: readonly RoadmapItemDetail[],
	) {}

	/** The item a run is about; null when it is gone. Of two with one id, the one with the run's title. */
	itemOf({ item, title }: Run): RoadmapItemDetail | null {
		const candidates = this.all.filter(({ id }) => id === item);
		return candidates.find((candidate) => candidate.title === title) ?? candidates[0] ?? null;
	}
}

/** @throws NightshiftError with one sentence when there is no roadmap, or it cannot be read. */
export async function readItems({ folder }: Workspace): Promise<RoadmapItems> {
	const file = await findRoadmapFile(folder);
	if (!file) {
		const example = '"## US-1: Title" and "**Status**: Planned"';
		throw new NightshiftError(
			"not-found",
			`There is no roadmap in ${folder}; write ${join(folder, "ROADMAP.md")} with items such as ${example}.`,
		);
	}
	return new RoadmapItems(file, (await readRoadmap(file)).items);
}

/** The question about the item that would be next. */
export interface Undecided {
	ticket: string;
	item: RoadmapItemDetail;
}
export type NextItem =
	/** `dependencies`: finished work that it builds on. */
	{ item: RoadmapItemDetail; dependencies: Dependency[] } | { item: null; why: string; waitsFor: Undecided | null };

/**
 * What comes next by the roadmap and by what has been done; asks the person about an item that cannot be worked on.
 *
 * @param again items that are taken before all others, whatever the roadmap says of them.
 */
export async function nextItem(
	shop: Shop,
	owner: RunOwner,
	roadmap: RoadmapItems,
	again: readonly string[],
): Promise<NextItem> {
	const work = await shop.persist(() => readWork(shop.db, owner));
	const progress = progressOf(roadmap.all, work);
	const redone = roadmap.all.find(({ id }) => again.includes(id));
	if (redone && !progress.busy.has(new ItemNames(roadmap.all).key(redone))) {
		return { item: redone, dependencies: dependenciesOf(redone, roadmap, work) };
	}
	const setAside = new Set(progress.setAside);
	for (;;) {
		const choice = chooseNext(roadmap.all, { ...progress, setAside });
		const { item } = choice;
		if (!item) {
			await withdrawPointless(shop, null);
			return { ...choice, waitsFor: null };
		}
		if (!shop.agent.builtIn || item.steps.length > 0) {
			await withdrawPointless(shop, null);
			return { item, dependencies: dependenciesOf(item, roadmap, work) };
		}
		const decision = await passOver(shop, item, roadmap.file);
		if (!decision.pass) {
			await withdrawPointless(shop, decision.ticket);
			const why = `${item.id} has no steps that the built-in agent can run; add fenced sh blocks to it, or set an agent in config.json.`;
			return { item: null, why, waitsFor: decision.ticket ? { ticket: decision.ticket, item } : null };
		}
		setAside.add(item.id);
	}
}

/** The finished branches of the items that this one depends on. Those that are merged already do no harm. */
function dependenciesOf(item: RoadmapItemDetail, { all }: RoadmapItems, { runs }: Work): Dependency[] {
	const names = new ItemNames(all);
	const needed = new Set(item.dependsOn.flatMap((id) => names.find(id)));
	return runs.flatMap(({ item: name, title, status, branch, commit }) => {
		const isFinished = commit !== null && (status === "done" || status === "review");
		return isFinished && names.find(name, title).some((one) => needed.has(one)) ? [{ item: name, branch, commit }] : [];
	});
}
