import { git, tryGit } from "../../../git/git.ts";
import type { Run } from "../runs.ts";
import type { Workspace } from "../workspace.ts";
import { fitDiff } from "./fit-diff.ts";

/** Characters of a diff that a person is shown; what is more is to be seen in the repository. */
const MAX_DIFF = 200_000;
const MAX_STAT_FILES = 100;
const MAX_COMMITS = 100;

/** What finished work is made of. */
export interface WorkResult {
	files: number;
	/** Lines; those of binary files do not count. */
	additions: number;
	deletions: number;
	/** `git diff --stat`. */
	stat: string;
	/** Whole files first, 200,000 characters at most. */
	diff: string;
	/** Files whose changes are not, or not wholly, in `diff`. */
	omitted: string[];
	/** Oldest first; the newest hundred of very many. */
	commits: WorkCommit[];
	/** Commits of the work it builds on that are not merged either: whoever merges it merges these. */
	brings: WorkCommit[];
}
export interface WorkCommit {
	hash: string;
	subject: string;
}

/**
 * What a run's branch changes, compared with where it began.
 *
 * It is read from the workspace's folder, so that attributes which the work itself adds (`*.ts binary`) hide nothing, and
 * no program of the person's (external diff, textconv) runs on it.
 *
 * @throws NightshiftError `git-failed`. AbortError when `signal` aborts.
 */
export async function describeResult(
	{ baseCommit, commit }: Pick<Run, "baseCommit" | "commit">,
	{ root }: Pick<Workspace, "root">,
	signal: AbortSignal,
): Promise<WorkResult> {
	if (commit === null)
		return { files: 0, additions: 0, deletions: 0, stat: "", diff: "", omitted: [], commits: [], brings: [] };
	const base = await tryGit(root, ["merge-base", baseCommit, commit], { signal });
	const from = base.ok ? (base.stdout.split("\n")[0] as string) : baseCommit;
	const diff = (...options: string[]) => ["diff", ...PLAIN, ...options, from, commit, "--"];
	const numbers = await git(root, diff("--numstat", "-z"), { signal });
	const counts = readNumbers(numbers);
	const stat = await git(root, diff("--stat=100", `--stat-count=${MAX_STAT_FILES}`), { signal });
	const patch = await tryGit(root, diff("--patch", "--src-prefix=a/", "--dst-prefix=b/"), { signal });
	const { text, omitted } = fitDiff(patch.stdout, counts.paths, { limit: MAX_DIFF, isCut: patch.flooded });
	const [commits, brings] = await Promise.all([
		commitsOf(root, `${from}..${commit}`, signal),
		commitsOf(root, `HEAD..${from}`, signal),
	]);
	const { additions, deletions, paths } = counts;
	return { files: paths.length, additions, deletions, stat, diff: text, omitted, commits, brings };
}

/** The same whatever the person has configured. */
const PLAIN = [
	"--no-ext-diff",
	"--no-textconv",
	"--no-color",
	"--ignore-submodules=none",
	"--submodule=short",
	"--no-relative",
	"--find-renames",
	"-O/dev/null",
];

function readNumbers(text: string): { paths: string[]; additions: number; deletions: number } {
	const paths: string[] = [];
	let additions = 0;
	let deletions = 0;
	const fields = text.split("\0");
	for (let at = 0; at < fields.length && fields[at] !== ""; at += 1) {
		const [added = "", deleted = "", ...path] = (fields[at] as string).split("\t");
		additions += Number(added) || 0; // "-" of a binary file
		deletions += Number(deleted) || 0;
		const isRename = path.join("") === ""; // its old and its new name follow
		if (isRename) at += 2;
		paths.push(isRename ? (fields[at] as string) : path.join("\t"));
	}
	return { paths, additions, deletions };
}

async function commitsOf(root: string, range: string, signal: AbortSignal): Promise<WorkCommit[]> {
	const format = ["--format=%H%x00%s", "--no-merges", `--max-count=${MAX_COMMITS}`];
	const text = await git(root, ["log", ...format, range, "--"], { signal });
	const commits = text
		.split("\n")
		.filter(Boolean)
		.map((line) => {
			const [hash = "", subject = ""] = line.split("\0");
			return { hash, subject };
		});
	return commits.reverse();
}
