import { parentPort, workerData } from "node:worker_threads";
import { type ErrorBody, NightshiftError, toErrorBody } from "../../contract/errors.ts";
import { storeTold } from "../../conversations/apply/apply-changes.ts";
import { RecordWriter } from "../../conversations/apply/record-writer.ts";
import type { Order, Reply, ThreadData } from "./record-keeper.ts";

const port = parentPort;
if (!port) throw new Error("this is a thread of the chat monitor, and no program");
const writer = RecordWriter.open((workerData as ThreadData).database);

async function carryOut({ id, file, told }: Order): Promise<Reply> {
	try {
		return { id, applied: await storeTold(writer, file, told), ms: writer.lastWriteMs };
	} catch (error) {
		return { id, failure: bodyOf(error) };
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
