const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Plain text within HTML, and within quoted attributes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Plain text within Slack's `mrkdwn`, where three characters mean something to Slack itself. */
export function escapeSlack(text: string): string {
	return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}

/** Plain text within Discord's Markdown: no markup, no mentions. */
export function escapeDiscord(text: string): string {
	return text.replace(/[\\`*_~|>[\]()#-]/g, "\\$&").replace(/@(?=everyone|here)/g, "@\u200b");
}
