import { examine } from "../../doctor/examine.ts";
import type { Finding } from "../../doctor/finding.ts";
import { repairAll } from "../../doctor/repair.ts";
import { type Context, DONE, FAILED } from "../context.ts";
import { printDoctor } from "../print/doctor.ts";

/** `nightshift doctor`: what is wrong, and the mend. 1 when something is an error, after what `--fix` mended. */
export async function doctor({ paths, print }: Context, { fix = false }: { fix?: boolean }): Promise<number> {
	const before = await examine(paths);
	const repaired = fix ? await repairAll(before, paths) : [];
	const findings = repaired.some(({ done }) => done) ? await examine(paths) : before;
	print({ findings: findings.map(toPlain), repaired }, () => printDoctor(findings, repaired));
	return findings.some(({ severity }) => severity === "error") ? FAILED : DONE;
}

function toPlain({ id, severity, what, mend, fix }: Finding) {
	return { id, severity, what, mend, fix: fix ?? null };
}
