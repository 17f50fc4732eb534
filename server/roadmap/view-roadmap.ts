import type { RoadmapItemDetail } from "../contract/roadmap.ts";
import type { RoadmapEntry, RoadmapEntryDetail, RoadmapView, RunSummary, ShownStatus } from "../contract/work.ts";
import type { Mark } from "../work/marks.ts";
import { chooseNext, heldBack } from "./choose-next.ts";
import { ItemNames } from "./name-items.ts";
import { progressOf } from "./progress.ts";
import type { RoadmapFile } from "./read-roadmap.ts";
import type { Work } from "./read-work.ts";

/** The document, and the work on it, as the roadmap page shows them. Pure: all it needs is handed in. */
export class RoadmapSight {
	readonly #names: ItemNames<RoadmapItemDetail>;
	readonly #held: Map<RoadmapItemDetail, string>;
	/** The latest run of each. */
	readonly #runs = new Map<RoadmapItemDetail, RunSummary>();
	readonly #aside = new Map<RoadmapItemDetail, Mark>();
	readonly #first = new Set<RoadmapItemDetail>();
	readonly #tickets = new Map<RoadmapItemDetail, string[]>();

	constructor(
		private readonly daemon: string,
		private readonly document: RoadmapFile,
		private readonly work: Work,
	) {
		const { items } = document.roadmap;
		this.#names = new ItemNames(items);
		this.#held = new Map(heldBack(items, progressOf(items, work)).map(({ item, why }) => [item, why]));
		for (const run of work.runs) {
			for (const item of this.#names.find(run.item, run.title)) if (!this.#runs.has(item)) this.#runs.set(item, run);
		}
		for (const mark of work.marks) {
			for (const item of this.#names.find(mark.item)) {
				if (mark.aside && !this.#aside.has(item)) this.#aside.set(item, mark);
				if (mark.next) this.#first.add(item);
			}
		}
		for (const { ticket, item: name } of work.questions) {
			for (const item of this.#names.find(name)) {
				this.#tickets.set(item, [...(this.#tickets.get(item) ?? []), ticket]);
			}
		}
	}

	/** All items, and what would be taken next. */
	view(): RoadmapView {
		const { file, version, roadmap } = this.document;
		const choice = chooseNext(roadmap.items, progressOf(roadmap.items, this.work));
		return {
			daemon: this.daemon,
			file,
			version,
			warnings: roadmap.warnings,
			items: roadmap.items.map((item) => this.#entry(item)),
			next: choice.item ? { ref: this.#names.ref(choice.item) } : { why: choice.why },
		};
	}

	/** One item with its section. `runs` are those that name it by id or alias, the newest first. */
	detail(item: RoadmapItemDetail, runs: readonly RunSummary[]): RoadmapEntryDetail {
		const { body, endLine, verify, tasks, deliverables } = item;
		const own = runs.filter((run) => this.#names.find(run.item, run.title).includes(item));
		const { version } = this.document;
		return { ...this.#entry(item), version, body, endLine, verify, tasks, deliverables, runs: own };
	}

	#entry(item: RoadmapItemDetail): RoadmapEntry {
		const { id, alias, title, status, line, estimate, dependsOn } = item;
		const run = this.#runs.get(item) ?? null;
		const aside = asideOf(item, run, this.#aside.get(item));
		const shown = shownStatus(item, run, aside);
		const held = this.#held.get(item);
		const open = shown !== "done" && shown !== "finished";
		return {
			id,
			alias,
			title,
			status,
			line,
			estimate,
			dependsOn,
			warnings: [...item.warnings, ...(held ? [held] : []), ...warningsOf(item, run)],
			ref: this.#names.ref(item),
			shown,
			run,
			aside,
			next: open && this.#first.has(item),
			tickets: this.#tickets.get(item) ?? [],
			tasks: { done: item.tasks.filter(({ done }) => done).length, total: item.tasks.length },
		};
	}
}

/** Where an item stands: the work on it first, then the person's decision, then the document. */
function shownStatus(item: RoadmapItemDetail, run: RunSummary | null, aside: string | null): ShownStatus {
	switch (run?.status) {
		case "running":
			return "working";
		case "parked":
		case "review":
			return run.status;
		case "done":
			// The file changes with the branch: once that is merged, the document at hand says so itself.
			return item.status === "done" ? "done" : "finished";
		default:
			return aside === null ? item.status : "aside";
	}
}

/** Why it is not worked on for now: the person said so, or the work on it failed and the document does not say that it is over. */
function asideOf(item: RoadmapItemDetail, run: RunSummary | null, mark: Mark | undefined): string | null {
	if (mark) return mark.reason ?? "No reason was given.";
	const isOver = item.status === "done" || item.status === "cancelled";
	return run?.status === "failed" && !isOver ? (run.reason ?? "The work on it failed.") : null;
}

function warningsOf(item: RoadmapItemDetail, run: RunSummary | null): string[] {
	if (run?.status !== "done" || run.outcome !== "merged" || item.status === "done") return [];
	return [
		`Its work is merged, and the file still says ${item.status}: it is not taken again, so set its status to done, or have the daemon retry it.`,
	];
}
