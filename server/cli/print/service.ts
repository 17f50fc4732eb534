import type { ServiceReport } from "../../service/report.ts";
import { bold, green, yellow } from "./colors.ts";
import { printFindings } from "./findings.ts";
import { oneLine } from "./terminal.ts";

/** What is installed, when it starts, what it runs, and what is out of order. */
export function printService(report: ServiceReport, dashboard: number | null): string {
	if (!report.installed) {
		return 'Nightshift does not start by itself here. "nightshift service install" lets it.';
	}
	const rows = [
		["Service", report.title.replace(/^the /, "")],
		["File", `${report.file}${report.edited ? ", edited by hand" : ""}`],
		["Starts", describeStart(report)],
		["Dashboard", describeOwner(report, dashboard)],
	];
	const lines = rows.map(([name = "", value = ""]) => `${bold(name.padEnd(9))}   ${oneLine(value)}`);
	if (report.problems.length > 0) lines.push("", printFindings(report.problems));
	return lines.join("\n");
}

function describeStart({ enabled, boot }: ServiceReport): string {
	if (enabled === null) return "not known: the service manager does not answer";
	if (!enabled) return yellow("not by itself");
	return boot ? green("at boot") : `${green("when you log in")}${boot === false ? ", and ends when you log out" : ""}`;
}

function describeOwner({ active, pid }: ServiceReport, dashboard: number | null): string {
	if (active) return green(pid === null ? "run by it" : `run by it (process ${pid})`);
	if (dashboard !== null) return `runs (process ${dashboard}), ${active === null ? "perhaps by it" : "but not by it"}`;
	return "not running";
}
