import type { NewActivity } from "../../contract/activity.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { chooseBase, type Dependency } from "./finish/base.ts";
import type { NewRun } from "./runs.ts";
import type { Shop } from "./shop.ts";
import type { Workspace } from "./workspace.ts";
import { chooseWorktree } from "./worktree.ts";

/**
 * Where an item is worked on, and from which commit on: the person's own, with the finished branches that the item depends
 * on. `conflict`: why these do not go together; nothing can be done about the item then.
 */
export async function takeUp(
	shop: Shop,
	workspace: Workspace,
	item: RoadmapItemDetail,
	dependencies: readonly Dependency[],
): Promise<{ run: NewRun; entry: NewActivity; conflict: string | null }> {
	const place = await chooseWorktree(workspace, shop.files.worktrees, item, shop.signal);
	const base = await chooseBase(workspace, [...dependencies], shop.signal);
	const baseCommit = "commit" in base ? base.commit : workspace.head;
	const upon = "commit" in base && base.includes.length > 0 ? `, upon ${base.includes.join(" and ")}` : "";
	return {
		run: { item: item.id, title: item.title, baseCommit, ...place },
		entry: {
			kind: "task",
			title: `Took ${item.id}: ${item.title}`,
			detail: `On branch ${place.branch}, in ${place.worktree}${upon}`,
			task: item.id,
		},
		conflict: "conflict" in base ? base.conflict : null,
	};
}
