import type { RoadmapItem } from "../contract/roadmap.ts";
import { idKey } from "./ids.ts";
import { fullName, indexItems, namesOf } from "./index-items.ts";

/** How the items of one document are named, and which are meant by a name. */
export class ItemNames<Item extends RoadmapItem> {
	readonly #index: Map<string, Item[]>;

	constructor(items: readonly Item[]) {
		this.#index = indexItems(items);
	}

	/** What the API calls it: its id, or `ID@LINE` when another item has the same. */
	ref(item: Item): string {
		return this.isShared(item) ? `${item.id}@${item.line}` : item.id;
	}

	/** What is kept about it is kept under this name: its id, or with its title when another item has the same id. */
	key(item: Item): string {
		return this.isShared(item) ? fullName(item) : item.id;
	}

	/**
	 * Which items something that was kept is about: by the name that `key` gives, else by id or alias. Of several that share
	 * the id those with the title, when it is told and any has it; else the first.
	 */
	find(name: string, title?: string): Item[] {
		const found = this.#index.get(idKey(name)) ?? this.#byFullName(name);
		if (found.length < 2 || title === undefined) return found;
		const titled = found.filter((item) => item.title === title);
		return titled.length > 0 ? titled : found.slice(0, 1);
	}

	isShared(item: Item): boolean {
		return (this.#index.get(idKey(item.id))?.length ?? 0) > 1;
	}

	#byFullName(name: string): Item[] {
		const [id = ""] = name.split(":", 1);
		const candidates = this.#index.get(idKey(id)) ?? [];
		const exact = candidates.filter((item) => namesOf(item).some((one) => fullName({ ...item, id: one }) === name));
		// The title was changed since: without another of that id it can only be this one.
		return exact.length > 0 || candidates.length !== 1 ? exact : candidates;
	}
}
