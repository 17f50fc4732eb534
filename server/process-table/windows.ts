import { execa } from "execa";
import { z } from "zod";
import type { ProcessInfo, ProcessTable } from "./types.ts";

/** Windows: the CIM classes through PowerShell, which takes about half a second a call; callers keep calls rare. */
export const windowsProcessTable: ProcessTable = {
	async boot() {
		const output = await powershell("(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToFileTimeUtc()");
		return output?.trim() || null;
	},
	async read(pid) {
		return (await processes(` -Filter 'ProcessId=${pid}'`))[0] ?? null;
	},
	async list() {
		return processes("");
	},
	isOlder() {
		return false; // not known from its notation
	},
	async executable(pid) {
		const output = await powershell(`(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').ExecutablePath`);
		return output?.trim() || null;
	},
	// Windows shows nobody another process's environment.
	async carriesInstance() {
		return null;
	},
	async startedFor() {
		return [];
	},
	async doing() {
		return null;
	},
};

async function processes(filter: string): Promise<ProcessInfo[]> {
	const fields = "ProcessId,ParentProcessId,Name,@{n='Start';e={$_.CreationDate.ToFileTimeUtc()}}";
	const output = await powershell(
		`Get-CimInstance Win32_Process${filter} | Select-Object ${fields} | ConvertTo-Json -Compress`,
	);
	return output ? parseCim(output) : [];
}

async function powershell(script: string): Promise<string | null> {
	const { stdout, failed } = await execa("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", script], {
		timeout: 10_000,
		reject: false,
		windowsHide: true,
	});
	return failed ? null : stdout;
}

const cimProcess = z.object({
	ProcessId: z.number(),
	ParentProcessId: z.number(),
	Name: z.string(),
	Start: z.union([z.number(), z.string()]).nullable(),
});

/** Parses `ConvertTo-Json`: one object when there is one process, an array when there are more. */
export function parseCim(output: string): ProcessInfo[] {
	const parsed: unknown = JSON.parse(output);
	return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((entry) => {
		const { success, data } = cimProcess.safeParse(entry);
		if (!success || data.Start === null) return [];
		return [
			{
				pid: data.ProcessId,
				ppid: data.ParentProcessId,
				pgid: 0,
				startTime: String(data.Start),
				zombie: false,
				command: data.Name,
			},
		];
	});
}
