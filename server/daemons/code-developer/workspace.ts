import { realpath, stat } from "node:fs/promises";
import { NightshiftError } from "../../contract/errors.ts";
import { git, lastWords, tryGit } from "../../git/git.ts";

/** The repository a developer works for. Nothing in here is ever written by the daemon, but refs and worktree records. */
export interface Workspace {
	/** The configured folder, links resolved: what runs are filed under, and where the roadmap is looked for. */
	folder: string;
	/** The checkout's top folder. */
	root: string;
	/** From `root` to `folder`, "" when they are the same. */
	prefix: string;
	/** The commit that is checked out. */
	head: string;
}

/**
 * Looks at the workspace: a git checkout with at least one commit. A dirty one is fine, since work is done in worktrees.
 *
 * @throws NightshiftError `git-failed` with one sentence that says what to do.
 */
export async function openWorkspace(configured: string, signal: AbortSignal): Promise<Workspace> {
	const stats = await stat(configured).catch((error: NodeJS.ErrnoException) => error);
	if (stats instanceof Error) {
		throw stats.code === "ENOENT"
			? unusable(`The workspace ${configured} does not exist; create it, or correct "workspace" in config.json.`)
			: unusable(`The workspace ${configured} cannot be read (${stats.message}); correct its permissions.`);
	}
	if (!stats.isDirectory())
		throw unusable(`The workspace ${configured} is not a folder; correct "workspace" in config.json.`);
	const folder = await realpath(configured);

	const kind = await tryGit(folder, ["rev-parse", "--is-bare-repository", "--is-inside-work-tree"], { signal });
	if (!kind.ok) throw unusable(explainNoRepository(folder, kind.output));
	const [bare, inside] = kind.stdout.split("\n");
	if (bare === "true") {
		throw unusable(
			`The workspace ${folder} is a bare repository; point "workspace" in config.json at a checkout of it (git clone).`,
		);
	}
	if (inside !== "true") {
		throw unusable(
			`The workspace ${folder} is inside a .git folder; point "workspace" in config.json at the checkout itself.`,
		);
	}
	const [root, prefix] = (await git(folder, ["rev-parse", "--show-toplevel", "--show-prefix"], { signal })).split("\n");
	const head = await tryGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], { signal });
	if (!head.ok) throw unusable(await explainNoCommit(folder, signal));
	const place: Workspace = {
		folder,
		root: root || folder,
		prefix: prefix?.replace(/\/$/, "") ?? "",
		head: head.stdout,
	};
	if (place.prefix) {
		const entry = await git(place.root, ["ls-tree", "-d", place.head, "--", `:(top,literal)${place.prefix}`], {
			signal,
		});
		const problem = explainEntry(place, entry);
		if (problem) throw unusable(problem);
	}
	return place;
}

/** @param entry of the folder in the commit that is checked out, as `git ls-tree` has it. */
function explainEntry({ folder, root, prefix }: Workspace, entry: string): string | null {
	if (entry.startsWith("160000 "))
		return `The workspace ${folder} is a submodule that is not checked out; run git submodule update --init ${prefix} in ${root}.`;
	if (entry !== "") return null;
	return `The workspace ${folder} is in no commit of the repository ${root}; commit it, or make it a repository of its own (git init).`;
}

async function explainNoCommit(folder: string, signal: AbortSignal): Promise<string> {
	const branch = await tryGit(folder, ["symbolic-ref", "--quiet", "--short", "HEAD"], { signal });
	const ref = await tryGit(folder, ["rev-parse", "--verify", "--quiet", `refs/heads/${branch.stdout}`], { signal });
	if (!branch.ok || ref.ok) {
		const what = branch.ok ? `the branch ${branch.stdout}` : "HEAD";
		return `In the repository ${folder} ${what} leads to a commit that is not there; look at it with git fsck.`;
	}
	return `The repository ${folder} has no commit yet; make a first one (git add -A, git commit), then work can start.`;
}

function explainNoRepository(folder: string, output: string): string {
	if (/dubious ownership/.test(output)) {
		return `The repository ${folder} belongs to another user; allow it with: git config --global --add safe.directory ${folder}`;
	}
	const lost = /not a git repository: (.+)$/m.exec(output)?.[1];
	if (lost?.startsWith("/")) {
		return `The workspace ${folder} belongs to a repository that is gone (${lost}); bring it back, and run git worktree repair there if it was moved.`;
	}
	if (/not a git repository/i.test(output)) {
		return `The workspace ${folder} is not a git repository; run git init there and commit, or correct "workspace" in config.json.`;
	}
	return `The repository ${folder} cannot be read by git: ${lastWords(output)}`;
}

function unusable(sentence: string): NightshiftError {
	return new NightshiftError("git-failed", sentence);
}
