import { runBounded } from "../../../git/bounded.ts";
import { lastWords, tryGit } from "../../../git/git.ts";
import { WITHOUT_SURROUNDINGS } from "../../../git/surroundings.ts";
import { clip, oneLine } from "../../../text/cut.ts";
import type { Run } from "../runs.ts";
import type { Workspace } from "../workspace.ts";

/** A pre-push hook may run tests. */
const PUSH_TIMEOUT_MS = 10 * 60_000;
const GH_TIMEOUT_MS = 2 * 60_000;
/** gh's exit code when nobody is signed in. */
const NOT_SIGNED_IN = 4;
const MAX_TITLE = 200;
/** GitHub takes 65,536 characters. */
const MAX_BODY = 60_000;
const SHOWN = 300;

/** Nobody is at the keyboard: no program may ask for a password, on a terminal or in a window. */
const UNATTENDED = {
	GIT_TERMINAL_PROMPT: "0",
	GIT_ASKPASS: "",
	SSH_ASKPASS_REQUIRE: "never",
	GCM_INTERACTIVE: "never",
};

/** One sentence that says what to do. */
export type Refused = { refused: string };

/**
 * Pushes a finished branch to a remote, what was reviewed and not more, and never by force. Pushing again what is there
 * changes nothing.
 *
 * @throws AbortError when `signal` aborts; NightshiftError `git-failed` when git is missing.
 */
export async function pushBranch(
	{ root }: Pick<Workspace, "root">,
	{ branch, commit }: Pick<Run, "branch" | "commit">,
	remote: string,
	signal: AbortSignal,
): Promise<{ pushed: string } | Refused> {
	if (commit === null) return { refused: `There is nothing on ${branch} to push.` };
	const remotes = (await tryGit(root, ["remote"], { signal })).stdout.split("\n");
	if (!remotes.includes(remote)) {
		return {
			refused: `${root} has no remote "${oneLine(remote, SHOWN)}"; add it (git remote add), or correct "work.remote" in config.json.`,
		};
	}
	const options = ["--porcelain", "--no-follow-tags", "--recurse-submodules=no", "--no-signed"];
	const { ok, output } = await tryGit(root, ["push", ...options, remote, `${commit}:refs/heads/${branch}`], {
		signal,
		timeoutMs: PUSH_TIMEOUT_MS,
		tooLong: `it took longer than ${PUSH_TIMEOUT_MS / 60_000} minutes`,
		env: UNATTENDED,
	});
	if (ok) return { pushed: `${remote}/${branch}` };
	if (/\[(remote )?rejected\].*(fetch first|non-fast-forward|stale info)/.test(output)) {
		return {
			refused: `${remote} has other commits on ${branch}, and nothing is pushed by force; rename or remove that branch there.`,
		};
	}
	if (
		/could not read (Username|Password)|Authentication failed|Permission denied|terminal prompts disabled/.test(output)
	)
		return { refused: `${remote} did not let git in; make "git push ${remote}" work in ${root} without a question.` };
	return { refused: `${branch} was not pushed to ${remote}: ${oneLine(pushWords(output), SHOWN)}` };
}

/** Who refused and why stands on a line of its own in the machine-readable output. */
function pushWords(output: string): string {
	const rejected = /^!\t[^\t]*\t(.+)$/m.exec(output);
	const remote = /^remote: (error: .+|fatal: .+)$/m.exec(output);
	const words = remote?.[1] ?? rejected?.[1] ?? lastWords(output);
	return words.replaceAll(/\/\/[^/@\s]+@/g, "//"); // an address may hold a password
}

/**
 * Opens a pull request for a branch that was pushed, through GitHub's `gh`. One that is there already is the answer.
 *
 * @param body Markdown; a very long one is cut.
 * @throws AbortError when `signal` aborts.
 */
export async function openPullRequest(
	{ root }: Pick<Workspace, "root">,
	{ branch }: Pick<Run, "branch">,
	item: { id: string; title: string },
	body: string,
	signal: AbortSignal,
): Promise<{ url: string } | Refused> {
	const title = oneLine(`${item.id}: ${item.title}`, MAX_TITLE);
	const result = await runBounded("gh", ["pr", "create", "--head", branch, "--title", title, "--body-file", "-"], {
		cwd: root,
		signal,
		timeoutMs: GH_TIMEOUT_MS,
		input: clip(body, MAX_BODY),
		env: { ...WITHOUT_SURROUNDINGS, ...UNATTENDED, GH_PROMPT_DISABLED: "1", GH_NO_UPDATE_NOTIFIER: "1", NO_COLOR: "1" },
	});
	const url = result.all.match(/https?:\/\/\S+\/pull\/\d+/g)?.at(-1);
	if (url && (result.ok || /already exists/.test(result.all))) return { url };
	if (result.missing)
		return {
			refused: 'The program "gh" was not found; install it (cli.github.com), or open the pull request yourself.',
		};
	if (result.timedOut) return { refused: `gh took longer than ${GH_TIMEOUT_MS / 60_000} minutes; try again later.` };
	if (result.exitCode === NOT_SIGNED_IN || /gh auth login/.test(result.all))
		return { refused: "gh is not signed in; run gh auth login, then answer again." };
	const told = result.ok ? "gh named no pull request" : lastWords(result.all);
	return { refused: `No pull request was opened for ${branch}: ${oneLine(told, SHOWN)}` };
}
