import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
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
 * has a roadmap, else for a sample workspace. The daemon waits to be started: nobody's repository is worked on unasked. The
 * chat monitor, which only reads, starts with the dashboard: what was said while it did not run is on record all the same.
 */
export async function ensureConfig(paths: Paths, { cwd }: { cwd: string }): Promise<FirstRun> {
	await makeStateDirectory(paths.home);
	if (await exists(paths.config)) return { created: false, workspace: null, sample: false };
	// Loaded on a first run only: every start comes this far.
	const { repositoryWithRoadmap } = await import("./first-workspace.ts");
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
	const also =
		"chat-monitor keeps a record of your conversations with Claude Code, Gemini CLI and Codex CLI, on this machine.";
	return `${did}\n${also}\nFor another repository, or no record, change ${paths.config}.`;
}

function firstConfig(workspace: string): string {
	const daemons = {
		"code-developer": { program: "code-developer", workspace, autostart: false },
		"chat-monitor": { program: "chat-monitor", autostart: true },
	};
	return `${JSON.stringify({ daemons }, null, "\t")}\n`;
}

/** Writes the file unless somebody else was first; says whether it did. */
async function writeOnce(file: string, text: string): Promise<boolean> {
	let handle: FileHandle;
	try {
		handle = await open(file, "wx", 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
		throw unwritable(file, error);
	}
	try {
		await handle.writeFile(text);
		return true;
	} catch (error) {
		await rm(file, { force: true }); // an empty file would pass for a configuration without daemons
		throw unwritable(file, error);
	} finally {
		await handle.close();
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
