import { darwinProcessTable } from "./darwin.ts";
import { linuxProcessTable } from "./linux.ts";
import type { ProcessTable } from "./types.ts";
import { windowsProcessTable } from "./windows.ts";

/** This system's process table. */
export const processTable: ProcessTable =
	process.platform === "linux"
		? linuxProcessTable
		: process.platform === "win32"
			? windowsProcessTable
			: darwinProcessTable;
