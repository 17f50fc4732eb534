import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { shellWord } from "../../contract/shell-word.ts";
import { type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

const OLD_MS = 30 * 24 * 60 * 60 * 1000;

/** Folders in which the developer worked and nobody has for long. They may hold work, so they are only shown. */
export async function checkWorktrees({ paths, config, looks, now }: Scene): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const [name, { running }] of looks) {
		const folder = paths.daemon(name).worktrees;
		for (const entry of await readdir(folder).catch(() => [])) {
			const worktree = join(folder, entry);
			const configured = config === null || config.daemons.some((one) => one.name === name);
			const repository = await repositoryOf(worktree);
			const idleMs = now.getTime() - (await stat(worktree)).mtimeMs;
			findings.push(...judgeWorktree({ worktree, name, repository, configured, running: running !== null, idleMs }));
		}
	}
	return findings;
}

export interface Worktree {
	worktree: string;
	/** The daemon's. */
	name: string;
	/** Null: it has none any more. */
	repository: string | null;
	configured: boolean;
	running: boolean;
	idleMs: number;
}

export function judgeWorktree({ worktree, name, repository, configured, running, idleMs }: Worktree): Finding[] {
	if (running && idleMs < OLD_MS) return [];
	const look = `look whether its work is still wanted; then run`;
	if (repository === null) {
		const fix = `rm -r ${shellWord(worktree)}`;
		return [
			hint("worktree-left", `The worktree ${worktree} belongs to no repository any more`, `${look} ${fix}`, { fix }),
		];
	}
	if (configured && idleMs < OLD_MS) return [];
	const since = configured
		? `has not been worked in for ${Math.floor(idleMs / 86_400_000)} days`
		: `is of ${name}, which is not in config.json`;
	const fix = `git -C ${shellWord(repository)} worktree remove ${shellWord(worktree)}`;
	return [hint("worktree-left", `The worktree ${worktree} ${since}`, `${look} ${fix}`, { fix })];
}

/** The checkout it was made from, by the file with which git marks a worktree: `gitdir: /repo/.git/worktrees/name`. */
async function repositoryOf(worktree: string): Promise<string | null> {
	const text = await readFile(join(worktree, ".git"), "utf8").catch(() => "");
	const gitdir = /^gitdir: (.+)$/m.exec(text)?.[1];
	if (!gitdir || !existsSync(gitdir)) return null;
	return dirname(dirname(dirname(gitdir)));
}
