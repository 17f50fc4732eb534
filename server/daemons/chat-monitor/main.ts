import { once } from "node:events";
import { type DaemonContext, runDaemon } from "../kit/run-daemon.ts";
import { becomeOnlyMonitor } from "./only-monitor.ts";
import { loadSettings } from "./settings.ts";

async function monitor({ name, paths, status, signal }: DaemonContext): Promise<void> {
	const { sources } = await loadSettings(paths, name);
	const ownership = becomeOnlyMonitor(paths);
	try {
		status.set({ message: `watching ${sources.map((source) => source.name).join(", ")}` });
		if (!signal.aborted) await once(signal, "abort");
	} finally {
		ownership.release();
	}
}

runDaemon({ name: "chat-monitor", main: monitor });
