import type { Paths } from "../../../server/config/paths.ts";
import { examine } from "../../../server/doctor/examine.ts";
import type { Finding } from "../../../server/doctor/finding.ts";
import type { Scene } from "../../../server/doctor/scene.ts";

/** Others who use this machine may have filled its disk or taken its ports: what the test is not about. */
const SURROUNDINGS = new Set(["disk-full", "inodes-full", "watches-used-up", "watches-nearly-used-up", "shared-port"]);

/** What the doctor finds, without what this machine itself may have. */
export async function findingsOf(paths: Paths, changes: Partial<Scene> = {}): Promise<Finding[]> {
	return (await examine(paths, changes)).filter(({ id }) => !SURROUNDINGS.has(id));
}

/** The findings with one id. */
export async function found(id: string, paths: Paths, changes: Partial<Scene> = {}): Promise<Finding[]> {
	return (await examine(paths, changes)).filter((finding) => finding.id === id);
}
