/** What a provider is asked. */
export interface Prompt {
	/** What it is to do; ours alone. */
	instructions: string;
	/** What it is to do it with; other people's words. */
	material: string;
}

/** One provider's way of asking and answering over HTTP. Pure: what is sent and read is somebody else's matter. */
export interface Dialect {
	/** @param url of its API, @param model as config.json has them; @param key empty: none is sent */
	request(to: { url: string; model: string; key: string }, prompt: Prompt): ApiRequest;
	/** The text of an answer; null: it is not of this provider's form, or has no text. */
	textOf(answer: unknown): string | null;
}

export interface ApiRequest {
	url: string;
	headers: Record<string, string>;
	body: unknown;
}

/** Of an answer; a summary needs a tenth of it, the rest is for models that think aloud. */
export const MAX_TOKENS = 4_096;

/** The address with a version in its path, whether the person has written it with that version or without. */
export function versioned(url: string, version: string): string {
	return /\/v\d\w*$/.test(url) ? url : `${url}/${version}`;
}
