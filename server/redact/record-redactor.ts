import { redactAssignments } from "./assignments.ts";
import { redactKeys } from "./pem.ts";
import { redactor } from "./redactor.ts";
import type { Environment } from "./secret-values.ts";

/** Texts without their secrets, and how many were blotted out. */
export interface Redacted {
	texts: string[];
	found: number;
}

/** Blots out secrets in texts of any length that are to be kept: as many come out as went in. */
export type RecordRedactor = (texts: readonly string[]) => Promise<Redacted>;

/** @param environments whose secret-looking variables have values that are never kept */
export function recordRedactor(environments: readonly Environment[]): RecordRedactor {
	const quick = redactor(...environments);
	return async (texts) => {
		const clean = texts.map((text) => redactKeys(quick(text).split("\n")).map(redactAssignments).join("\n"));
		return { texts: clean, found: clean.filter((text, index) => text !== texts[index]).length };
	};
}
