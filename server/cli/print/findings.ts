import { dim, red, yellow } from "./colors.ts";
import { oneLine } from "./terminal.ts";

/** What was found out of order, as `service status` and `doctor` have it. */
export interface PrintedFinding {
	severity: "error" | "hint";
	what: string;
	mend: string;
}

const MARKS = { error: red("error"), hint: yellow("hint ") };

/** Two lines each: what it is, and below it what mends it. The worst come first. */
export function printFindings(findings: readonly PrintedFinding[]): string {
	return findings
		.toSorted((a, b) => Number(a.severity === "hint") - Number(b.severity === "hint"))
		.map(({ severity, what, mend }) => `${MARKS[severity]}  ${oneLine(what)}\n       ${dim(`→ ${oneLine(mend)}`)}`)
		.join("\n");
}
