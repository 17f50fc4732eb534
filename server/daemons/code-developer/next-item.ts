import { join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { chooseNext } from "../../roadmap/choose-next.ts";
import { findRoadmapFile, readRoadmap } from "../../roadmap/read-roadmap.ts";
import { passOver, withdrawPointless } from "./pass-over.ts";
import { type Run, type RunOwner, settledItems } from "./runs.ts";
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
export type NextItem = { item: RoadmapItemDetail } | { item: null; why: string; waitsFor: Undecided | null };

/** What comes next by the roadmap and by what has been done; asks the person about an item that cannot be worked on. */
export async function nextItem(shop: Shop, owner: RunOwner, roadmap: RoadmapItems): Promise<NextItem> {
	const { finished, setAside } = await shop.persist(() => settledItems(shop.db, owner));
	for (;;) {
		const choice = chooseNext(roadmap.all, { finished, setAside });
		const { item } = choice;
		if (!item || !shop.agent.builtIn || item.steps.length > 0) {
			await withdrawPointless(shop, null);
			return item ? { item } : { ...choice, waitsFor: null };
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
