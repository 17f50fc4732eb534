import { count } from "../../_words/quantity.ts";

interface Searched {
	/** Lines found so far. */
	found: number;
	state: "loading" | "ready" | "failed";
	/** Part of the log was not looked through yet. */
	isMore: boolean;
}

/** What a search has come to, in a sentence above the lines it found; empty where what stands below says it. */
export function searchWords({ found, state, isMore }: Searched): string {
	const soFar = found === 0 ? "Nothing so far" : `${count(found, "line")} so far`;
	if (state === "loading") return found === 0 ? "Looking…" : `${soFar}, looking further…`;
	if (state === "failed") return found === 0 ? "" : `${soFar}, the newest first.`;
	if (isMore) return `${soFar}${found === 0 ? "" : ", the newest first"}. There is more of the log to look through.`;
	return found === 0 ? "" : `${count(found, "line")}, the newest first. The whole log was looked through.`;
}
