import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { openRegular } from "../../config/open-regular.ts";
import { failure } from "./files.ts";
import { type IndexDay, indexDaySchema } from "./forms.ts";

/** Longer than a mark ever is. */
const TAIL_BYTES = 2_000;
const MARK = /<!-- nightshift:chat-backup (\{[^\n]*\}) -->\n$/;

const markSchema = indexDaySchema.omit({ file: true, bytes: true }).extend({ version: z.literal(1) });
export type DayMark = z.infer<typeof markSchema>;

/** The last line of a day's Markdown, which no reader shows: from it the index is made again. */
export function renderMark(mark: DayMark): string {
	return `<!-- nightshift:chat-backup ${JSON.stringify(mark)} -->\n`;
}

/** What the index has of a day's file; null for one that is not ours, or was changed since it was written. */
export async function readDayMark(path: string): Promise<IndexDay | null> {
	try {
		const { bytes, tail } = await tailOf(path);
		const found = MARK.exec(tail);
		if (!found) return null;
		const { version, ...mark } = markSchema.parse(JSON.parse(found[1] ?? ""));
		const content = bytes - Buffer.byteLength(found[0]);
		if ((await digestOf(path, content)) !== mark.digest) return null;
		return { ...mark, file: basename(path), bytes };
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
		if (["ENOENT", "EISDIR", "EINVAL", "ENXIO", "ENODEV"].includes(String((error as NodeJS.ErrnoException).code)))
			return null;
		throw failure(error, path);
	}
}

async function tailOf(path: string): Promise<{ bytes: number; tail: string }> {
	const file = await openRegular(path);
	try {
		const { size: bytes } = await file.stat();
		const start = Math.max(0, bytes - TAIL_BYTES);
		const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes - start), 0, undefined, start);
		return { bytes, tail: buffer.toString("utf8", 0, bytesRead) };
	} finally {
		await file.close();
	}
}

async function digestOf(path: string, bytes: number): Promise<string> {
	const hash = createHash("sha256");
	if (bytes > 0) for await (const chunk of createReadStream(path, { end: bytes - 1 })) hash.update(chunk as Buffer);
	return hash.digest("hex");
}
