import { rename } from "node:fs/promises";
import { join } from "node:path";
import { openRegular } from "../../config/open-regular.ts";
import { toContext } from "./context.ts";
import { readDayMark } from "./day-mark.ts";
import { CONTEXT_FILE, DAY_NAME, damagedName, INDEX_FILE, LOG_NAME } from "./file-names.ts";
import { failure, guard, namesIn, sizeOf, writeWhole } from "./files.ts";
import { CHAT_INDEX, type ChatIndex, type IndexDay, type IndexEntry, indexSchema, type LogHead } from "./forms.ts";
import { readLog } from "./log-file.ts";

const DECISIONS = 5;
/** A folder, a pipe or a device stands in its place. */
const NO_FILE: ReadonlySet<string | undefined> = new Set(["EISDIR", "EINVAL", "ENXIO", "ENODEV"]);

/**
 * What there is in the folder: what the index says, as far as it is true of the files. Files of ours that it does not
 * know are read and taken up, so that neither a crash between a file and its index nor a damaged index loses one. A
 * damaged index is set aside.
 */
export async function loadIndex(folder: string, now: Date): Promise<ChatIndex> {
	const names = new Set(await namesIn(folder));
	const known = await readIndex(folder, now);
	const conversations = await keepTrue(folder, names, known?.conversations ?? []);
	const days = await keepTrue(folder, names, known?.days ?? []);
	const knownFiles = new Set([...conversations, ...days].map(({ file }) => file));
	for (const name of [...names].filter((one) => !knownFiles.has(one)).sort()) {
		if (LOG_NAME.test(name)) await takeUpLog(folder, name, conversations);
		else if (DAY_NAME.test(name)) {
			const day = await readDayMark(join(folder, name));
			if (day && day.file === name) days.push(day);
		}
	}
	return {
		...CHAT_INDEX,
		updatedAt: null,
		conversations,
		days,
		consolidated: known ? known.consolidated : onceMore(days),
	};
}

/** Writes the index and what follows from it, each only when it says something else than the one that is there. */
export async function saveIndex(folder: string, index: ChatIndex): Promise<void> {
	const conversations = index.conversations.toSorted(byLastTurn);
	const days = index.days.toSorted((a, b) => (a.day < b.day ? 1 : -1));
	const times = [...conversations.map(({ backedUpAt }) => backedUpAt), ...days.map(({ writtenAt }) => writtenAt)];
	const updatedAt = times.reduce<string | null>((latest, time) => (latest && latest > time ? latest : time), null);
	const saved: ChatIndex = { ...index, updatedAt, conversations, days };
	await writeIfOther(join(folder, INDEX_FILE), saved);
	await writeIfOther(join(folder, CONTEXT_FILE), toContext(saved));
}

export function entryOf(head: LogHead, file: string, bytes: number, record: IndexEntry["record"]): IndexEntry {
	const { $schema, version, writtenAt, redactions, sections, filesTouched, commandsRun, leftOut, digest, ...facts } =
		head;
	return {
		...facts,
		file,
		bytes,
		digest,
		backedUpAt: writtenAt,
		decisions: sections.decisions.slice(0, DECISIONS),
		record,
	};
}

/** Puts what stands in the way of a file of ours under another name: it may be somebody's, or what is left of a backup. */
export async function setAside(folder: string, name: string, now: Date): Promise<void> {
	const path = join(folder, name);
	await guard(path, () => rename(path, join(folder, damagedName(name, now))));
}

/** Null: there is none, or it was damaged and is set aside now. */
async function readIndex(folder: string, now: Date): Promise<ChatIndex | null> {
	const path = join(folder, INDEX_FILE);
	let text: string;
	try {
		text = await textOf(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return null;
		if (!NO_FILE.has(code)) throw failure(error, path); // not to be read now is not damaged
		text = "";
	}
	const index = parse(text);
	if (!index) await setAside(folder, INDEX_FILE, now);
	return index;
}

/** Of a file, which has an end. */
async function textOf(path: string): Promise<string> {
	const file = await openRegular(path);
	try {
		return await file.readFile("utf8");
	} finally {
		await file.close();
	}
}

function parse(text: string): ChatIndex | null {
	try {
		return indexSchema.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}

/** The entries whose files are there as they were written. */
async function keepTrue<Entry extends IndexEntry | IndexDay>(
	folder: string,
	names: ReadonlySet<string>,
	entries: readonly Entry[],
): Promise<Entry[]> {
	const kept: Entry[] = [];
	for (const entry of entries) {
		if (names.has(entry.file) && (await sizeOf(join(folder, entry.file))) === entry.bytes) kept.push(entry);
	}
	return kept;
}

/** Of two logs of one conversation, which only a folder put together by hand can hold, the newer one counts. */
async function takeUpLog(folder: string, name: string, conversations: IndexEntry[]): Promise<void> {
	const path = join(folder, name);
	const bytes = await sizeOf(path);
	const head = bytes === null ? null : await readLog(path, { whole: true });
	if (!head || bytes === null) return;
	const entry = entryOf(head, name, bytes, null);
	const at = conversations.findIndex(
		({ source, sessionId }) => source === entry.source && sessionId === entry.sessionId,
	);
	if (at < 0) conversations.push(entry);
	else if ((conversations[at]?.backedUpAt ?? "") < entry.backedUpAt) conversations[at] = entry;
}

/** Without an index the days that were consolidated are gone through once more, which changes none that is as it was. */
function onceMore(days: readonly IndexDay[]): ChatIndex["consolidated"] {
	const complete = days
		.filter((one) => one.complete)
		.map(({ day }) => day)
		.sort();
	const [since] = complete;
	return since === undefined ? null : { since, through: complete.at(-1) ?? since, change: -1 };
}

async function writeIfOther(path: string, value: unknown): Promise<void> {
	const text = `${JSON.stringify(value, null, "\t")}\n`;
	const before = await textOf(path).catch(() => null); // whatever stands there gives way
	if (text !== before) await writeWhole(path, [text]);
}

function byLastTurn(a: IndexEntry, b: IndexEntry): number {
	const [left, right] = [a.lastTurnAt ?? a.backedUpAt, b.lastTurnAt ?? b.backedUpAt];
	if (left !== right) return left < right ? 1 : -1;
	return a.file < b.file ? -1 : 1;
}
