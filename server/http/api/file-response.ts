interface ServedFile {
	name: string;
	mediaType: string;
	content: Uint8Array;
}

/** Pictures that cannot run anything, unlike SVG: the only files that a page may show in place. */
const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

/**
 * A file of a stranger, so that nothing in it can act in the name of this site: only pictures are shown, a text is plain
 * text, all else is saved; nothing is guessed from the content, and were it shown all the same, it could run nothing.
 */
export function fileResponse({ name, mediaType, content }: ServedFile): Response {
	const isShown = SHOWN.has(mediaType);
	const type = isShown
		? mediaType
		: mediaType.startsWith("text/")
			? "text/plain; charset=utf-8"
			: "application/octet-stream";
	return new Response(new Uint8Array(content), {
		headers: {
			"Content-Type": type,
			"Content-Length": String(content.length),
			"Content-Disposition": `${isShown ? "inline" : "attachment"}; ${fileName(name)}`,
			"Content-Security-Policy": "default-src 'none'; sandbox",
			"X-Content-Type-Options": "nosniff",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Cache-Control": "no-store",
		},
	});
}

/** RFC 6266: a plain name for old programs, and the whole one. */
function fileName(name: string): string {
	const plain = name.replaceAll(/[^\w.-]/g, "_") || "attachment";
	const encoded = encodeURIComponent(name).replaceAll(
		/['()*]/g,
		(one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
