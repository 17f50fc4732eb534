import { openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RecordWriter } from "../../../server/conversations/apply/record-writer.ts";
import { untracked } from "../../../server/conversations/apply/tracked-files.ts";
import { OpenFile } from "../../../server/daemons/chat-monitor/open-transcript.ts";
import { PieceSize } from "../../../server/daemons/chat-monitor/piece-size.ts";
import { RecordKeeper } from "../../../server/daemons/chat-monitor/record-keeper.ts";
import { Transcript } from "../../../server/daemons/chat-monitor/transcript.ts";
import { recordRedactor } from "../../../server/redact/record-redactor.ts";
import { FORMATS } from "../../../server/transcripts/formats.ts";
import { tempDatabase } from "../../support/database.ts";
import { tempHome } from "../../support/temp-home.ts";
import { typed } from "./rig.ts";

test("how much is read at once may change at any moment, and all of a file is read all the same", async () => {
	const db = await tempDatabase();
	const piece = new PieceSize();
	const keeper = new RecordKeeper(db.path, piece);
	onTestFinished(() => keeper.close());
	const writer = RecordWriter.open(db.path);
	onTestFinished(() => writer.close());
	const path = join((await tempHome()).home, "long.jsonl");
	const words = Array.from({ length: 4_000 }, (_, index) => `line ${index} ${"and some more ".repeat(10)}`);
	await writeFile(path, words.map((text) => typed(text)).join(""));
	let reads = 0;
	class Shared extends OpenFile {
		override read(buffer: Buffer, length: number, position: number): number {
			const count = super.read(buffer, length, position);
			reads += 1;
			piece.took(reads % 3 === 0 ? 1_000 : 0); // as when another piece was stored just now
			return count;
		}
	}
	const handle = new Shared(openSync(path, "r"));
	onTestFinished(() => handle.close());
	const room = {
		writer,
		keeper,
		redact: recordRedactor([]),
		persist: <T>(work: () => Promise<T>) => work(),
		piece,
		onFault: (error: unknown) => expect.unreachable(String(error)),
	};
	const row = untracked({ source: "claude", path, file: "1:1" });
	const transcript = new Transcript(row, FORMATS.claude, room);
	let added = 0;
	for (let more = true; more; ) {
		const step = await transcript.step(handle, path);
		({ more } = step);
		added += (await step.stored)?.added ?? 0;
	}
	expect(reads).toBeGreaterThan(3);
	expect(added).toBe(words.length);
});
