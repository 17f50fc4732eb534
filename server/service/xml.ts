const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** A text as the content of an XML element. Control characters, which XML 1.0 cannot hold at all, become `�`. */
export function escapeXml(text: string): string {
	return text
		.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "\uFFFD")
		.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
		.replaceAll("\r", "&#13;");
}

/** The text of the first element of that name; null when there is none. For flat documents without CDATA. */
export function textOfElement(xml: string, name: string): string | null {
	const match = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml);
	if (!match) return null;
	return (match[1] ?? "").replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));/g, (_, dec, hex, named) => {
		if (dec) return String.fromCodePoint(Number(dec));
		if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
		return { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[named as string] ?? "";
	});
}
