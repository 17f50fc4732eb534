import { parentPort, workerData } from "node:worker_threads";
import { type ErrorBody, NightshiftError, toErrorBody } from "../../contract/errors.ts";
import { type Piece, storeTold } from "../../conversations/apply/apply-changes.ts";
import { RecordWriter } from "../../conversations/apply/record-writer.ts";
import type { Order, Reply, Result, ThreadData } from "./record-keeper.ts";

const port = parentPort;
if (!port) throw new Error("this is a thread of the chat monitor, and no program");
const writer = RecordWriter.open((workerData as ThreadData).database);

async function carryOut({ id, pieces }: Order): Promise<Reply> {
	let { results, ms } = await store(pieces);
	// Together all of it happens or nothing: one that cannot be stored must not keep the rest from it. A database that cannot be
	// used is no fault of any, and would be waited for once for each.
	if (pieces.length > 1 && results.some((result) => "failure" in result && result.failure.code === "internal")) {
		results = [];
		for (const piece of pieces) {
			const alone = await store([piece]);
			results.push(...alone.results);
			ms = Math.max(ms, alone.ms);
		}
	}
	return { id, results, ms };
}

async function store(pieces: readonly Piece[]): Promise<{ results: Result[]; ms: number }> {
	try {
		const applied = await storeTold(writer, pieces);
		return { results: applied.map((one) => ({ applied: one })), ms: writer.lastWriteMs };
	} catch (error) {
		const failure = bodyOf(error);
		return { results: pieces.map(() => ({ failure })), ms: 0 };
	}
}

/** Faults of ours keep their words: they go into the monitor's own log, and nowhere else. */
function bodyOf(error: unknown): ErrorBody {
	const isKnown = error instanceof NightshiftError;
	return isKnown ? toErrorBody(error) : { code: "internal", message: (error as Error)?.stack ?? String(error) };
}

/** One after the other, as they came, also where one has to wait for another process. */
let last: Promise<unknown> = Promise.resolve();
port.on("message", (order: Order | "close") => {
	last = last.then(async () => {
		if (order !== "close") return port.postMessage(await carryOut(order));
		writer.close();
		port.close();
	});
});
