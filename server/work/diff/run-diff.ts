import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import type { RecordedChange, RunDiff } from "../../contract/record.ts";
import type { Run } from "../../db/generated/client.ts";
import type { Database } from "../../db/open.ts";
import { type GitOptions, git, tryGit } from "../../git/git.ts";
import { hasWorktree } from "../../git/has-worktree.ts";
import { findRun } from "../read-run.ts";
import { gitDiff } from "./git-diff.ts";
import { recordedDiff } from "./recorded-diff.ts";

const GONE = "Neither the worktree nor the branch is there any more: these are the changes as the agent told of them.";

/**
 * What a run has changed, compared with where it began: its worktree as it is now, with files that git does not know yet;
 * else its branch; else, when both are gone, what the agent told of. Nothing is written to the repository.
 *
 * @throws NightshiftError `not-found`, `database-unavailable`; AbortError when `signal` aborts.
 */
export async function readRunDiff(db: Database, id: number, signal?: AbortSignal): Promise<RunDiff> {
	const run = await findRun(db, id);
	const options = { ...(signal && { signal }) };
	const why: string[] = [];
	for (const [source, read] of [
		["worktree", ofWorktree],
		["branch", ofBranch],
	] as const) {
		try {
			const found = await read(run, options);
			if (found) return { source, ...found, note: null };
		} catch (error) {
			// What git cannot tell now may still be in the record; the person is told what git said.
			if (!(error instanceof NightshiftError && error.code === "git-failed")) throw error;
			why.push(error.message);
		}
	}
	const files = await recordedDiff(await recordedChanges(db, id));
	return { source: "record", files, more: 0, note: [GONE, ...new Set(why)].join(" ") };
}

/** All changes of a run that are kept, in the order in which they were made. */
async function recordedChanges(db: Database, runId: number): Promise<RecordedChange[]> {
	const rows = await db.read(({ toolCall }) =>
		toolCall.findMany({
			where: { turn: { runId }, status: { not: "failed" }, NOT: { changes: { equals: [] } } },
			orderBy: { id: "asc" },
			select: { changes: true },
		}),
	);
	return rows.flatMap(({ changes }) => changes as unknown as RecordedChange[]);
}

/** Null when it is not there (any more), or is not the repository's: git would run what another one is set up with. What was finished is compared as it was finished, whatever came after. */
async function ofWorktree({ workspace, worktree, baseCommit, commit }: Run, options: GitOptions) {
	if (commit !== null || !(await hasWorktree({ workspace, worktree }))) return null;
	const base = await mergeBase(worktree, baseCommit, "HEAD", options);
	if (base === null) return null;
	const folder = await mkdtemp(join(tmpdir(), "nightshift-index-"));
	try {
		// In an index of our own new files can be announced, so that they are in the diff, and nobody else sees it.
		const index = join(folder, "index");
		const own = await git(worktree, ["rev-parse", "--path-format=absolute", "--git-path", "index"], options);
		await copyFile(own, index);
		const env = { GIT_INDEX_FILE: index };
		await tryGit(worktree, ["add", "--intent-to-add", "--all", "--", "."], { ...options, env });
		return await gitDiff(worktree, [base], { ...options, env });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function ofBranch({ workspace, branch, baseCommit, commit }: Run, options: GitOptions) {
	for (const tip of [commit, `refs/heads/${branch}`]) {
		if (tip === null) continue;
		const base = await mergeBase(workspace, baseCommit, tip, options);
		if (base !== null) return gitDiff(workspace, [base, tip], options);
	}
	return null;
}

/** Where the work left what it began from; null when one of them is not in the repository. */
async function mergeBase(folder: string, base: string, tip: string, options: GitOptions): Promise<string | null> {
	const found = await tryGit(folder, ["merge-base", "--end-of-options", base, tip], options);
	return found.ok ? (found.stdout.split("\n")[0] ?? null) : null;
}
