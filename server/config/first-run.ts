import { readFile, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findRoadmapFile } from "../roadmap/read-roadmap.ts";
import { packageRoot } from "./package-root.ts";
import type { Paths } from "./paths.ts";
import { makeStateDirectory, unwritable } from "./state-directory.ts";

/** What was found or made. `sample`: the workspace is the one that Nightshift made itself. */
export interface FirstRun {
	created: boolean;
	/** The repository that the new configuration names; null when there was a configuration already. */
	workspace: string | null;
	sample: boolean;
}

/**
 * Makes sure that there is a `config.json`. The first one names a developer daemon for the repository of `cwd` when that
 * has a roadmap, else for a sample workspace. The daemon waits to be started: nobody's repository is worked on unasked.
 */
export async function ensureConfig(paths: Paths, { cwd }: { cwd: string }): Promise<FirstRun> {
	await makeStateDirectory(paths.home);
	if (await exists(paths.config)) return { created: false, workspace: null, sample: false };
	const own = await repositoryWithRoadmap(cwd);
	const workspace = own ?? join(paths.home, "sample-workspace");
	if (!own) {
		const { createSampleWorkspace } = await import("./sample/create-sample-workspace.ts");
		await createSampleWorkspace(workspace);
	}
	const created = await writeOnce(paths.config, firstConfig(workspace));
	return { created, workspace: created ? workspace : null, sample: created && !own };
}

/** The sentence or two for the person about what `ensureConfig` did; null when it did nothing. */
export function describeFirstRun({ created, workspace, sample }: FirstRun, paths: Paths): string | null {
	if (!created) return null;
	const did = sample
		? `First run: made a sample workspace with a roadmap in ${workspace}.`
		: `First run: code-developer will work through the roadmap of ${workspace}.`;
	return `${did}\nFor another repository, change the line "workspace" in ${paths.config}.`;
}

function firstConfig(workspace: string): string {
	const daemons = { "code-developer": { program: "code-developer", workspace, autostart: false } };
	return `${JSON.stringify({ daemons }, null, "\t")}\n`;
}

/** The top folder of the repository around `folder`, when it has a roadmap and is not Nightshift's own source. */
async function repositoryWithRoadmap(folder: string): Promise<string | null> {
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

/** Writes the file unless somebody else was first; says whether it did. */
async function writeOnce(file: string, text: string): Promise<boolean> {
	try {
		await writeFile(file, text, { flag: "wx", mode: 0o600 });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw unwritable(file, error);
	}
}

async function exists(file: string): Promise<boolean> {
	try {
		await readFile(file);
		return true;
	} catch (error) {
		// Anything else than "not there" is for loadConfig to explain.
		return (error as NodeJS.ErrnoException).code !== "ENOENT";
	}
}
