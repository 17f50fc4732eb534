import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { type CorpusFile, unpackTranscripts } from "../../support/transcripts.ts";
import { ms, percentile, type Row } from "../figures.ts";
import type { Installation } from "../installation.ts";
import { usage } from "../usage.ts";
import { type Copies, writeCopies } from "./copies.ts";
import { type Monitored, monitored } from "./monitored.ts";

const AIM_MB_PER_S = 50;
const AIM_MEMORY_MB = 200;
const AIM_INBOX_MS = 100;
const QUIET_QUESTIONS = 100;
const PAUSE_MS = 20;
/** Questions are asked beside a scan of so much less. */
const SHARE_OF_BESIDE = 3;
const PIECE = 1_024 * 1_024;

/** All that was written before the monitor's first start: how fast it is read, and what that costs the inbox meanwhile. */
export async function measureFirstScan(megabytes: number): Promise<Row[]> {
	const corpus = unpackTranscripts();
	try {
		const alone = await overCopies(corpus.files, megabytes, async (here, copies) => {
			const bare = readBare(copies);
			const scanned = await scan(here);
			await expectAll(here.installation, copies, corpus.files);
			return scanRows(copies, bare, scanned);
		});
		// Asked for itself: a question every few milliseconds takes a good part of a core, and of the scan's speed.
		const beside = await overCopies(corpus.files, megabytes / SHARE_OF_BESIDE, async ({ installation, ...here }) => {
			const quiet = await askFor(installation, (asked) => asked < QUIET_QUESTIONS);
			await here.start();
			let done = false;
			const asking = askFor(installation, () => !done);
			await here.caughtUp();
			done = true;
			return inboxRow(quiet, await asking);
		});
		return [...alone, beside];
	} finally {
		corpus.remove();
	}
}

async function overCopies<T>(
	files: readonly CorpusFile[],
	megabytes: number,
	measure: (here: Monitored, copies: Copies) => Promise<T>,
): Promise<T> {
	const here = await monitored();
	try {
		return await measure(here, await writeCopies(files, here.root, megabytes * 1e6));
	} finally {
		await here.end();
	}
}

/** Seconds, by the clock and of the processor. */
interface Spent {
	seconds: number;
	cpu: number;
}

interface Scanned extends Spent {
	/** The most it held. */
	memoryMb: number;
}

async function scan({ start, caughtUp }: Monitored): Promise<Scanned> {
	const began = performance.now();
	const pid = await start();
	await caughtUp();
	const seconds = (performance.now() - began) / 1_000;
	const { cpuSeconds } = await usage(pid);
	const status = await readFile(`/proc/${pid}/status`, "utf8");
	const memoryMb = (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024) / 1e6;
	return { seconds, cpu: cpuSeconds, memoryMb };
}

/** Asks and answers, again and again. @returns how long each question took from being asked to being answered */
async function askFor({ url, token }: Installation, goesOn: (asked: number) => boolean): Promise<number[]> {
	const post = async (path: string, body: object): Promise<{ ticket: string }> => {
		const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
		const response = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
		if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
		return (await response.json()) as { ticket: string };
	};
	const times: number[] = [];
	while (goesOn(times.length)) {
		const began = performance.now();
		const { ticket } = await post("/questions", { kind: "text", title: `How many are ${times.length}?` });
		await post(`/questions/${ticket}/answer`, { answer: "as many" });
		times.push(performance.now() - began);
		await delay(PAUSE_MS);
	}
	return times;
}

/** The same bytes read piece by piece, and the same lines as nothing but JSON: what no monitor can do without. */
function readBare({ paths }: Copies): { read: Spent; parse: Spent } {
	const buffer = Buffer.allocUnsafe(PIECE);
	const read = timed(() => {
		for (const path of paths) {
			const file = openSync(path, "r");
			while (readSync(file, buffer, 0, PIECE, null) > 0);
			closeSync(file);
		}
	});
	const parse = timed(() => {
		for (const path of paths) for (const line of readFileSync(path, "utf8").split("\n")) if (line) JSON.parse(line);
	});
	return { read, parse };
}

function timed(work: () => void): Spent {
	const [began, before] = [performance.now(), process.cpuUsage()];
	work();
	const { user, system } = process.cpuUsage(before);
	return { seconds: (performance.now() - began) / 1_000, cpu: (user + system) / 1e6 };
}

/** A fast monitor that leaves something out is not fast. */
async function expectAll({ api }: Installation, { rounds }: Copies, files: readonly CorpusFile[]): Promise<void> {
	let [turns, cursor] = [0, ""];
	do {
		const page = (await api(`/conversations?limit=200${cursor}`)) as {
			conversations: { userTurns: number }[];
			next: string | null;
		};
		turns += page.conversations.reduce((sum, { userTurns }) => sum + userTurns, 0);
		cursor = page.next === null ? "" : `&cursor=${page.next}`;
	} while (cursor !== "");
	const main = files.filter(({ file, expected }) => !file.startsWith("derived/") && !expected.subagent);
	const wanted = rounds * main.reduce((sum, { expected }) => sum + expected.userMessages.length, 0);
	if (turns !== wanted) throw new Error(`${turns} turns of the person are on record instead of ${wanted}`);
}

function scanRows(
	{ bytes, files }: Copies,
	bare: ReturnType<typeof readBare>,
	{ seconds, cpu, memoryMb }: Scanned,
): Row[] {
	const per = (spent: number) => bytes / 1e6 / spent;
	const what = `first scan of ${(bytes / 1e6).toFixed(0)} MB of transcripts in ${files} files`;
	const processor = `the same bytes read: ${per(bare.read.cpu).toFixed(0)} MB/s; their lines parsed as JSON: ${per(bare.parse.cpu).toFixed(0)} MB/s`;
	return [
		{
			what: `${what}, the monitor's start included`,
			measured: `${per(seconds).toFixed(1)} MB/s`,
			compared: `read: ${per(bare.read.seconds).toFixed(0)} MB/s; parsed as JSON: ${per(bare.parse.seconds).toFixed(0)} MB/s`,
			aim: `${AIM_MB_PER_S} MB/s`,
			met: per(seconds) >= AIM_MB_PER_S,
		},
		{
			what: `${what}, by the time it had of a processor`,
			measured: `${per(cpu).toFixed(1)} MB for each second`,
			compared: processor,
			aim: `${AIM_MB_PER_S} MB`,
			met: per(cpu) >= AIM_MB_PER_S,
		},
		{
			what: `${what}: the monitor's memory at its most`,
			measured: `${memoryMb.toFixed(0)} MB`,
			compared: `bare Node holds ${Math.round(process.memoryUsage.rss() / 1e6)} MB here (this benchmark)`,
			aim: `${AIM_MEMORY_MB} MB`,
			met: memoryMb < AIM_MEMORY_MB,
		},
	];
}

function inboxRow(quiet: number[], meanwhile: number[]): Row {
	const [p99, median] = [percentile(meanwhile, 0.99), percentile(meanwhile, 0.5)];
	return {
		what: `meanwhile, a question asked and answered over HTTP (p99 of ${meanwhile.length})`,
		measured: ms(p99),
		compared: `median ${ms(median)}; before the scan p99 ${ms(percentile(quiet, 0.99))}, median ${ms(percentile(quiet, 0.5))}`,
		aim: `${AIM_INBOX_MS} ms`,
		met: p99 < AIM_INBOX_MS,
	};
}
