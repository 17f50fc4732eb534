import { Readable, Writable } from "node:stream";
import { ndJsonStream } from "@agentclientprotocol/sdk";
import { ProgressStore } from "./progress.ts";
import { RunbookAgent } from "./runbook-agent.ts";

// The runbook agent's process: the protocol on standard input and output; everything else goes to standard error.
const agent = new RunbookAgent(new ProgressStore(ProgressStore.folder(process.env)));
const input = Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>;
const connection = agent.app().connect(ndJsonStream(Writable.toWeb(process.stdout), input));

let ending = false;
async function end(): Promise<void> {
	if (ending) return;
	ending = true;
	await agent.stop();
	process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end());
void connection.closed.then(end);
