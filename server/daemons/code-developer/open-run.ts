import type { NewActivity } from "../../contract/activity.ts";
import { changeRun, type Run } from "./runs.ts";
import type { Shop } from "./shop.ts";

/** The run in work, as it stands in the database: each change is there before it is here. */
export class OpenRun {
	constructor(
		private readonly shop: Pick<Shop, "db" | "persist">,
		public now: Run,
	) {}

	/** @param entry what is told of it in the activity feed, in the same write */
	async change(data: Parameters<typeof changeRun>[2], entry: NewActivity | null = null): Promise<void> {
		const { db, persist } = this.shop;
		this.now = await persist(() => changeRun(db, this.now.id, data, entry));
	}

	/** Takes up what others have written. */
	async reload(): Promise<void> {
		await this.change({});
	}
}
