import { readFile } from "node:fs/promises";

/** Of /proc/PID/stat: 100 a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** What a process has used of the processor since it began, and of memory now. */
export interface Usage {
	cpuSeconds: number;
	residentMb: number;
}

export async function usage(pid: number): Promise<Usage> {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8");
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	const status = await readFile(`/proc/${pid}/status`, "utf8");
	const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
	return {
		cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
		residentMb: (Number(resident) * 1_024) / 1e6,
	};
}
