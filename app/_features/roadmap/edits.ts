import type { WritableStatus } from "../../../server/contract/roadmap.ts";
import type { RoadmapEntry, RoadmapView } from "../../../server/contract/work.ts";
import { findItem } from "./arrange.ts";
import { SHOWN_WORDS, WRITABLE } from "./status-words.ts";

/** One thing to do to the roadmap, and how to say it. */
export interface Edit {
	/** Below the roadmap's address in the API. */
	path: string[];
	/** Without the version, which is added when it is sent. */
	body: Record<string, unknown>;
	/** It changes the file, so it names the version that it was made for. */
	writes: boolean;
	/** While it happens. */
	doing: string;
	/** When it has happened. */
	done: string;
	/** The item it is about, to stay with it when its place in the file changes. */
	about: { ref: string; title: string } | null;
	/** What takes it back, in the roadmap as it is then; null when nothing does. */
	undo: ((view: RoadmapView) => Edit | null) | null;
	/** What to do in its stead when it makes no sense in this file. */
	otherwise?: () => Edit | undefined;
}

/** Writes where an item stands. What had no status before cannot be set back to none. */
export function setStatus(item: RoadmapEntry, status: WritableStatus): Edit {
	const word = SHOWN_WORDS[status].word;
	const before = WRITABLE.find((one) => one.status === item.status)?.status;
	return {
		...about(item, "status"),
		body: { status },
		writes: true,
		doing: `Setting ${item.id} to “${word}”…`,
		done: `${item.id} is set to “${word}” in the file.`,
		undo: before ? again(item, (now) => setStatus(now, before)) : null,
	};
}

export function setEstimate(item: RoadmapEntry, estimate: string | null): Edit {
	return {
		...about(item, "estimate"),
		body: { estimate },
		writes: true,
		doing: estimate === null ? `Removing the estimate of ${item.id}…` : `Writing the estimate of ${item.id}…`,
		done: estimate === null ? `${item.id} has no estimate now.` : `${item.id} is estimated at ${estimate}.`,
		undo: again(item, (now) => setEstimate(now, item.estimate)),
	};
}

/** Before another item, or to the end. What its section holds moves with it, there and back. */
export function move(view: RoadmapView, item: RoadmapEntry, before: RoadmapEntry | null): Edit {
	return {
		...about(item, "move"),
		body: { before: before?.ref ?? null },
		writes: true,
		doing: `Moving ${item.id}…`,
		done: before ? `${item.id} stands before ${before.id} now.` : `${item.id} stands at the end now.`,
		undo: (then) => {
			const now = findItem(then.items, item.ref, item.title);
			const follower = followerBefore(view.items, item, then.items, before);
			const place = follower && findItem(then.items, follower.ref, follower.title);
			return now && place !== undefined ? move(then, now, place) : null;
		},
	};
}

/** What followed an item before it was moved, apart from items of its own section, which now stand between it and `before`. */
function followerBefore(
	old: readonly RoadmapEntry[],
	item: RoadmapEntry,
	now: readonly RoadmapEntry[],
	before: RoadmapEntry | null,
): RoadmapEntry | null {
	const place = (one: RoadmapEntry) => now.indexOf(findItem(now, one.ref, one.title) ?? one);
	const [from, to] = [place(item), before ? place(before) : now.length];
	const later = old.slice(old.indexOf(item) + 1);
	return later.find((one) => place(one) <= from || place(one) >= to) ?? null;
}

export function setAside(item: RoadmapEntry, reason: string): Edit {
	return {
		...about(item, "aside"),
		body: { aside: true, ...(reason.trim() !== "" && { reason: reason.trim() }) },
		writes: false,
		doing: `Setting ${item.id} aside…`,
		done: `${item.id} is set aside. The developer passes it over until you take it back.`,
		undo: again(item, takeBack),
	};
}

export function takeBack(item: RoadmapEntry): Edit {
	const reason = item.aside ?? "";
	return {
		...about(item, "aside"),
		body: { aside: false },
		writes: false,
		doing: `Taking ${item.id} back…`,
		done: `${item.id} is taken back. The developer takes it when its turn comes.`,
		undo: again(item, (now) => setAside(now, reason)),
	};
}

export function putNext(item: RoadmapEntry, next: boolean): Edit {
	return {
		...about(item, "next"),
		body: { next },
		writes: false,
		doing: next ? `Putting ${item.id} before all others…` : `Putting ${item.id} back in line…`,
		done: next
			? `${item.id} comes next, before all others.`
			: `${item.id} waits its turn again, in the order of the file.`,
		undo: again(item, (now) => putNext(now, !next)),
	};
}

/** Why an item cannot come next, in one sentence; null when it can, or when the dashboard has to judge. */
export function whyNotNext({ id, shown }: RoadmapEntry): string | null {
	switch (shown) {
		case "working":
			return `${id} is in work already.`;
		case "parked":
			return `${id} waits for an answer; it goes on as soon as it has it.`;
		case "review":
		case "finished":
			return `${id} is finished already.`;
		case "done":
			return `${id} is done already. Set its status to “Planned” first if it is to be done again.`;
		case "cancelled":
			return `${id} is cancelled. Set its status to “Planned” first.`;
		default:
			return null;
	}
}

export interface NewItem {
	title: string;
	text: string;
	id: string;
	/** The item it stands after; null: at the end. */
	after: RoadmapEntry | null;
}

export function addItem({ title, text, id, after }: NewItem): Edit {
	return {
		path: ["items"],
		body: {
			title: title.trim(),
			...(id.trim() !== "" && { id: id.trim() }),
			...(text.trim() !== "" && { body: text.trim() }),
			...(after && { after: after.ref }),
		},
		writes: true,
		doing: "Adding the item…",
		done: `“${title.trim()}” is added ${after ? `after ${after.id}` : "at the end"}.`,
		about: null,
		undo: null,
	};
}

function about({ ref, title }: RoadmapEntry, what: string): Pick<Edit, "path" | "about"> {
	return { path: ["items", ref, what], about: { ref, title } };
}

/** The same item later, wherever it stands then. */
function again(item: RoadmapEntry, edit: (now: RoadmapEntry) => Edit): Edit["undo"] {
	return ({ items }) => {
		const now = findItem(items, item.ref, item.title);
		return now ? edit(now) : null;
	};
}
