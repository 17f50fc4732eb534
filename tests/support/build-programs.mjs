import { prepare } from "../../bin/prepare/prepare.mjs";
import { PROGRAMS } from "../../bin/prepare/steps.mjs";

/** Builds the programs anew when their source has changed since: no test runs an old one. */
export async function setup() {
	await prepare(PROGRAMS);
}
