import type { Finding } from "../../doctor/finding.ts";
import type { Repaired } from "../../doctor/repair.ts";
import { green } from "./colors.ts";
import { printFindings } from "./findings.ts";
import { oneLine } from "./terminal.ts";

/** What was mended, then what is wrong, the worst first, and the sum of it. */
export function printDoctor(findings: readonly Finding[], repaired: readonly Repaired[]): string {
	const parts = [
		repaired.map(({ done, did }) => `${done ? green("mended") : "left  "}  ${oneLine(did)}`).join("\n"),
		printFindings(findings),
		sumUp(findings, repaired.length > 0),
	];
	return parts.filter(Boolean).join("\n\n");
}

function sumUp(findings: readonly Finding[], tried: boolean): string {
	if (findings.length === 0) return green("Nothing is wrong.");
	const errors = findings.filter(({ severity }) => severity === "error").length;
	const hints = findings.length - errors;
	const counts = [count(errors, "error"), count(hints, "hint")].filter(Boolean).join(", ");
	const mendable = findings.filter(({ repair }) => repair).length;
	return mendable > 0 && !tried ? `${counts}. "nightshift doctor --fix" mends ${mendable} of them.` : `${counts}.`;
}

function count(number: number, what: string): string {
	if (number === 0) return "";
	return `${number} ${what}${number === 1 ? "" : "s"}`;
}
