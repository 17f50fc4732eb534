import { NightshiftError } from "../../contract/errors.ts";
import type { RoadmapItemDetail } from "../../contract/roadmap.ts";
import { findItem } from "../find-item.ts";
import type { Document } from "./edit-types.ts";

/** The item with this ref. @throws NightshiftError `unknown-item` */
export function need({ file, roadmap }: Document, ref: string): RoadmapItemDetail {
	const item = findItem(roadmap, ref);
	if (item) return item;
	const shown = ref.slice(0, 60);
	throw new NightshiftError("unknown-item", `${file} has no item "${shown}"; look at the roadmap again.`, {
		ref: shown,
	});
}

/** An edit that would change nothing must not be reported as one that did something. */
export function pointless(what: string): NightshiftError {
	return new NightshiftError("bad-request", `${what}, so nothing was written.`);
}
