import type { LogLine, LogPage } from "../../../server/contract/log.ts";
import { getJson, getText } from "../../_live/http.ts";

/** What the API takes; see its description. */
interface Query {
	tail: number;
	before?: number;
	from?: number;
	search?: string;
	matchCase?: boolean;
}

interface Answer {
	lines: string[];
	offsets: number[];
	end: number;
	older: number | null;
}

/** Some lines of a daemon's log. Throws `HttpError`. */
export async function logPage(name: string, query: Query, signal?: AbortSignal): Promise<LogPage> {
	const params = new URLSearchParams();
	for (const [key, value] of Object.entries(query)) if (value !== undefined) params.set(key, String(value));
	const { lines, offsets, end, older } = await getJson<Answer>(`${address(name)}?${params}`, signal);
	return { lines: lines.map((text, index): LogLine => ({ text, offset: offsets[index] ?? 0, cut: 0 })), end, older };
}

/**
 * Saves a whole log on this computer. Fetched rather than linked: a link would come without the half of the session that
 * the page keeps. Throws `HttpError`.
 */
export async function saveLog(name: string): Promise<void> {
	const text = await getText(`${address(name)}?whole=true`, "text/plain");
	const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
	try {
		const link = document.createElement("a");
		link.href = url;
		link.download = `${name}.log`;
		link.click();
	} finally {
		URL.revokeObjectURL(url);
	}
}

function address(name: string): string {
	return `/api/v1/daemons/${encodeURIComponent(name)}/logs`;
}
