import type { ProcessTable } from "./types.ts";

/** This system's process table. Only its own code is loaded: every command of the command line comes this far. */
export const processTable: ProcessTable = await load();

async function load(): Promise<ProcessTable> {
	switch (process.platform) {
		case "linux":
			return (await import("./linux.ts")).linuxProcessTable;
		case "win32":
			return (await import("./windows.ts")).windowsProcessTable;
		default:
			return (await import("./darwin.ts")).darwinProcessTable;
	}
}
