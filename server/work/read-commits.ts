import type { RunRecord } from "../contract/record.ts";
import type { Run } from "../db/generated/client.ts";
import { tryGit } from "../git/git.ts";

const MAX_COMMITS = 100;

/** The commits of a run's branch since it began, oldest first; none when git no longer knows them. */
export async function readCommits(
	{ workspace, branch, baseCommit, commit }: Pick<Run, "workspace" | "branch" | "baseCommit" | "commit">,
	signal?: AbortSignal,
): Promise<RunRecord["commits"]> {
	const tip = commit ?? `refs/heads/${branch}`;
	const range = ["--end-of-options", tip, `^${baseCommit}`, "--"];
	const format = ["--format=%H%x00%cI%x00%s", `--max-count=${MAX_COMMITS}`];
	const options = { ...(signal && { signal }), timeoutMs: 10_000, tooLong: "" };
	const log = await tryGit(workspace, ["log", ...format, ...range], options).catch(() => null);
	if (!log?.ok) return [];
	const commits = log.stdout
		.split("\n")
		.filter(Boolean)
		.map((line) => {
			const [hash = "", at = "", title = ""] = line.split("\0");
			return { hash, title, at: new Date(at).toISOString() };
		});
	return commits.reverse();
}
