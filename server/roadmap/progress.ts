import type { RoadmapItemDetail } from "../contract/roadmap.ts";
import type { RunStatus } from "../contract/work.ts";
import type { Mark } from "../work/marks.ts";
import type { Progress } from "./choose-next.ts";
import { ItemNames } from "./name-items.ts";

/** The part of a run that says how far its item is. */
export interface RunState {
	item: string;
	title: string;
	status: RunStatus;
}

/** What the runs and the marks say about the items of a document, for `chooseNext`. */
export function progressOf(
	items: readonly RoadmapItemDetail[],
	{ runs, marks }: { runs: readonly RunState[]; marks: readonly Mark[] },
): Required<Progress> {
	const names = new ItemNames(items);
	/** The names under which `chooseNext` knows them; of what is not in the document any more, its own. */
	const known = (name: string, title?: string) => {
		const found = names.find(name, title).map((item) => names.key(item));
		return found.length > 0 ? found : [name];
	};
	const having = (...statuses: RunStatus[]) =>
		runs.filter((run) => statuses.includes(run.status)).flatMap((run) => known(run.item, run.title));
	const marked = (which: "aside" | "next") => marks.filter((one) => one[which]).flatMap((one) => known(one.item));
	return {
		finished: new Set(having("done", "review")),
		setAside: new Set([...having("failed"), ...marked("aside")]),
		busy: new Set(having("running", "parked", "review")),
		first: new Set(marked("next")),
	};
}
