import type { z } from "zod";
import { NightshiftError } from "../contract/errors.ts";
import { type Attachment, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, newAttachmentSchema } from "../contract/question.ts";
import type { Prisma, Question as Row } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { withoutHidden } from "../text/hidden-characters.ts";
import { findRow } from "./read-question.ts";
import { inSentence, wellFormed } from "./text.ts";

export interface CheckedFile {
	name: string;
	mediaType: string;
	content: Uint8Array<ArrayBuffer>;
}

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;

/**
 * The files that come with a question, as they are kept. The name is only ever shown and offered for saving: a path in it
 * is cut to its last part.
 * @throws NightshiftError `invalid-question`, with one sentence about the first thing wrong
 */
export function checkAttachments(given: readonly z.input<typeof newAttachmentSchema>[]): CheckedFile[] {
	if (given.length > MAX_ATTACHMENTS) throw invalid(`it has more than ${MAX_ATTACHMENTS} attachments`);
	const files = given.map(checkOne);
	const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
	if (bytes > MAX_ATTACHMENT_BYTES) {
		throw invalid(`its attachments are larger than ${MAX_ATTACHMENT_BYTES / 1e6} MB together`);
	}
	return files;
}

function checkOne(input: z.input<typeof newAttachmentSchema>): CheckedFile {
	const parsed = newAttachmentSchema.safeParse(input);
	if (!parsed.success) throw invalid(`an attachment is wrong (${inSentence(parsed.error.issues[0]?.message ?? "")})`);
	const { text, base64, mediaType } = parsed.data;
	const name = fileName(wellFormed(parsed.data.name));
	if ((text === undefined) === (base64 === undefined)) {
		throw invalid(`the attachment ${JSON.stringify(name)} needs either a text or its content in base64`);
	}
	const type = (mediaType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
	return {
		name,
		mediaType: MEDIA_TYPE.test(type) ? type : text === undefined ? "application/octet-stream" : "text/plain",
		content: text === undefined ? fromBase64(base64 ?? "") : new TextEncoder().encode(wellFormed(text)),
	};
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.from(text, "base64"));
}

/** The last part of a path, on one line, as it looks, and none that leads to a folder. */
function fileName(path: string): string {
	const parts = withoutHidden(path.replaceAll(/\s+/g, " ")).split(/[/\\]/);
	const name = parts.map((part) => part.trim()).findLast((part) => part !== "") ?? "";
	return /^\.{0,2}$/.test(name) ? "attachment" : name;
}

/** Keeps them with their question, in the transaction that asks it. */
export async function keepAttachments(
	transaction: Prisma.TransactionClient,
	questionId: number,
	files: readonly CheckedFile[],
): Promise<Row> {
	const attachments: Attachment[] = [];
	for (const { name, mediaType, content } of files) {
		const { id } = await transaction.attachment.create({ data: { questionId, content }, select: { id: true } });
		attachments.push({ id, name, mediaType, size: content.length });
	}
	const data = { attachments: attachments as unknown as Prisma.InputJsonArray };
	return transaction.question.update({ where: { id: questionId }, data });
}

/**
 * A file that came with a question.
 * @throws NightshiftError `unknown-question`, `not-found`, `database-unavailable`
 */
export function readAttachment(
	db: Database,
	ticket: string,
	id: number,
): Promise<Attachment & { content: Uint8Array }> {
	return db.read(async (prisma) => {
		const row = await findRow(prisma, ticket);
		const about = (row.attachments as unknown as Attachment[]).find((one) => one.id === id);
		if (about?.removedAt) {
			const sentence = `The content of ${JSON.stringify(about.name)} was removed on ${about.removedAt.slice(0, 10)}: ${ticket} was settled long before.`;
			throw new NightshiftError("not-found", sentence);
		}
		const file = about && (await prisma.attachment.findFirst({ where: { id, questionId: row.id } }));
		if (!file) throw new NightshiftError("not-found", `${ticket} has no attachment ${id}; the question lists them.`);
		return { ...about, content: file.content };
	});
}

function invalid(what: string): NightshiftError {
	return new NightshiftError("invalid-question", `The question was not asked: ${what}.`);
}
