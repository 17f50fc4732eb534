import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findRoadmapFile } from "../roadmap/read-roadmap.ts";
import { packageRoot } from "./package-root.ts";

/** The top folder of the repository around `folder`, when it has a roadmap and is not Nightshift's own source. */
export async function repositoryWithRoadmap(folder: string): Promise<string | null> {
	const git = await execa("git", ["rev-parse", "--show-toplevel"], { cwd: folder, reject: false });
	if (git.exitCode !== 0) return null;
	const top = await realpath(git.stdout);
	if (await isNightshift(top)) return null;
	return (await findRoadmapFile(top)) ? top : null;
}

async function isNightshift(folder: string): Promise<boolean> {
	if (folder === (await realpath(packageRoot()))) return true;
	try {
		const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
		return typeof manifest === "object" && manifest !== null && "name" in manifest && manifest.name === "nightshift";
	} catch {
		// No package.json, or none that can be read: some other repository.
		return false;
	}
}
