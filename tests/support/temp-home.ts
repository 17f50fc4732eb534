import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Paths, pathsOf } from "../../server/config/paths.ts";

/** A state directory of the test's own, removed when it ends. */
export async function tempHome(): Promise<Paths> {
	const home = await mkdtemp(join(tmpdir(), "nightshift-"));
	onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
	return pathsOf(home);
}
