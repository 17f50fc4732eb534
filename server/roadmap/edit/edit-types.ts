import type { Roadmap, WritableStatus } from "../../contract/roadmap.ts";
import type { RoadmapFile } from "../read-roadmap.ts";

/** A change of one item of the file. `ref` and `before` are ids, or `ID@LINE`. */
export type ItemEdit =
	| { edit: "status"; ref: string; status: WritableStatus }
	| { edit: "estimate"; ref: string; estimate: string | null }
	| { edit: "move"; ref: string; before: string | null };

export interface NewItem {
	title: string;
	/** The next free one of the document's own kind unless given. */
	id?: string | undefined;
	/** Markdown. */
	body?: string | undefined;
	/** `planned` unless given. */
	status?: WritableStatus | undefined;
	/** The item it follows; the last one unless given. */
	after?: string | undefined;
}

export type RoadmapEdit = ItemEdit | ({ edit: "add" } & NewItem);

/** A text that holds what was asked for, and nothing else that was not there before. */
export interface Edited {
	text: string;
	roadmap: Roadmap;
	/** The ref of a new item. */
	added: string | null;
}

/** What is edited. */
export type Document = Pick<RoadmapFile, "file" | "text" | "roadmap">;
