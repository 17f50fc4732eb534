import { NightshiftError } from "../contract/errors.ts";
import { tryGit } from "./git.ts";

/** Whether `commit` has `other` among its ancestors, or is it. @throws NightshiftError `git-failed` when one is missing. */
export async function contains(root: string, commit: string, other: string, signal?: AbortSignal): Promise<boolean> {
	const { ok, exitCode, output } = await tryGit(root, ["merge-base", "--is-ancestor", other, commit], { signal });
	if (ok || exitCode === 1) return ok;
	throw new NightshiftError("git-failed", `The commits ${other} and ${commit} cannot be compared in ${root}.`, {
		output,
	});
}
