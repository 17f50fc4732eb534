import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { NightshiftError } from "../contract/errors.ts";
import { MAX_ATTACHMENT_BYTES } from "../contract/question.ts";

const MEDIA_TYPES: Record<string, string> = {
	".avif": "image/avif",
	".csv": "text/csv",
	".diff": "text/x-diff",
	".gif": "image/gif",
	".html": "text/html",
	".jpeg": "image/jpeg",
	".jpg": "image/jpeg",
	".json": "application/json",
	".log": "text/plain",
	".md": "text/markdown",
	".patch": "text/x-diff",
	".pdf": "application/pdf",
	".png": "image/png",
	".svg": "image/svg+xml",
	".txt": "text/plain",
	".webp": "image/webp",
	".xml": "application/xml",
	".zip": "application/zip",
};

/**
 * A file as a question takes it along.
 * @throws NightshiftError `invalid-question` when it cannot be read, is no file, or is too large
 */
export async function readFileToAttach(file: string): Promise<{ name: string; mediaType?: string; base64: string }> {
	try {
		const about = await stat(file);
		if (!about.isFile()) throw notAsked(`${file} is not a file`);
		if (about.size > MAX_ATTACHMENT_BYTES) throw notAsked(`${file} is larger than ${MAX_ATTACHMENT_BYTES / 1e6} MB`);
		const content = await readFile(file);
		const mediaType = MEDIA_TYPES[extname(file).toLowerCase()];
		return { name: basename(file), ...(mediaType && { mediaType }), base64: content.toString("base64") };
	} catch (error) {
		if (error instanceof NightshiftError) throw error;
		throw notAsked(`${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
	}
}

function notAsked(why: string): NightshiftError {
	return new NightshiftError("invalid-question", `The question was not asked: ${why}.`);
}
