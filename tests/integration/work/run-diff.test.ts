import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { readRunDiff } from "../../../server/work/diff/run-diff.ts";
import { readCommits } from "../../../server/work/read-commits.ts";
import { tempDatabase } from "../../support/database.ts";
import { createCall, createRun, createTurn } from "../../support/runs.ts";

const run = promisify(execFile);

/** A repository with a worktree on a branch of its own, in which nothing has been done. */
async function repository() {
	const folder = await realpath(await mkdtemp(join(tmpdir(), "nightshift-diff-")));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const workspace = join(folder, "app");
	const worktree = join(folder, "tree");
	await mkdir(workspace);
	const git = async (cwd: string, ...args: string[]) => {
		const identity = ["-c", "user.name=A Person", "-c", "user.email=person@example.com"];
		return (await run("git", [...identity, ...args], { cwd })).stdout.trimEnd();
	};
	await git(workspace, "init", "--quiet", "--initial-branch=main");
	await writeFile(join(workspace, "a.txt"), Array.from({ length: 30 }, (_, line) => `line ${line}`).join("\n"));
	await writeFile(join(workspace, "old.txt"), "renamed\nas\nit\nis\n");
	await git(workspace, "add", ".");
	await git(workspace, "commit", "--quiet", "-m", "Begin");
	const baseCommit = await git(workspace, "rev-parse", "HEAD");
	await git(workspace, "worktree", "add", "--quiet", "-b", "nightshift/us-1", worktree);
	return { workspace, worktree, baseCommit, branch: "nightshift/us-1", git };
}

test("shows the worktree as it is, with new, renamed, binary and huge files, and leaves it as it was", async () => {
	const db = await tempDatabase();
	const { git, ...place } = await repository();
	const { worktree } = place;
	await git(worktree, "mv", "old.txt", "new name.txt");
	await writeFile(join(worktree, "a.txt"), "line 0\nanother\n");
	await writeFile(join(worktree, "fresh.txt"), "hello\n");
	await writeFile(join(worktree, "picture.bin"), Buffer.from([0, 1, 2, 0]));
	await writeFile(join(worktree, "long.txt"), "x\n".repeat(60_000));
	await writeFile(join(worktree, "wide.txt"), "x".repeat(9_000_000));
	const { id } = await createRun(db, place);
	const before = await git(worktree, "status", "--porcelain");
	const { source, files, more, note } = await readRunDiff(db, id);
	expect(await git(worktree, "status", "--porcelain")).toBe(before);
	expect({ source, more, note }).toEqual({ source: "worktree", more: 0, note: null });
	const of = (path: string) => files.find((file) => file.path === path);
	expect(of("a.txt")).toMatchObject({ status: "modified", added: 1, tooLarge: null });
	expect(of("a.txt")?.patch).toContain("+another");
	expect(of("fresh.txt")).toMatchObject({ status: "added", added: 1, removed: 0 });
	expect(of("new name.txt")).toMatchObject({ status: "renamed", oldPath: "old.txt", added: 0, removed: 0 });
	expect(of("picture.bin")).toMatchObject({ binary: true, patch: null, added: null });
	expect(of("long.txt")).toMatchObject({ binary: false, patch: null, added: 60_000, tooLarge: { lines: 60_006 } });
	expect(of("wide.txt")).toMatchObject({ status: "added", patch: null });
});

test("shows the branch when the worktree is gone, also after the branch was merged and deleted", async () => {
	const db = await tempDatabase();
	const { git, ...place } = await repository();
	await writeFile(join(place.worktree, "a.txt"), "changed\n");
	await git(place.worktree, "commit", "--quiet", "--all", "-m", "Change a.txt");
	await git(place.workspace, "worktree", "remove", "--force", place.worktree);
	const { id } = await createRun(db, place);
	const unmerged = await readRunDiff(db, id);
	expect(unmerged).toMatchObject({ source: "branch", files: [{ path: "a.txt", added: 1, removed: 30 }] });

	const commit = await git(place.workspace, "rev-parse", place.branch);
	await git(place.workspace, "merge", "--quiet", "--no-ff", "-m", "Merge", place.branch);
	await git(place.workspace, "branch", "--delete", place.branch);
	const merged = await createRun(db, { ...place, commit, status: "done", outcome: "merged" });
	expect(await readRunDiff(db, merged.id)).toEqual(unmerged);
	expect(await readCommits(merged)).toMatchObject([{ hash: commit, title: "Change a.txt" }]);
});

test("runs nothing of a repository that a worktree's .git was made to lead to, and shows the branch", async () => {
	const db = await tempDatabase();
	const { git, ...place } = await repository();
	const { worktree } = place;
	await writeFile(join(worktree, "a.txt"), "changed\n");
	await git(worktree, "commit", "--quiet", "--all", "-m", "Change a.txt");
	const evil = join(worktree, "..", "evil");
	const ran = join(worktree, "..", "ran");
	await run("git", ["clone", "--quiet", "--bare", place.workspace, evil]);
	await git(evil, "config", "core.bare", "false");
	await git(evil, "config", "filter.evil.clean", `touch ${ran}; cat`);
	await mkdir(join(evil, "info"), { recursive: true });
	await writeFile(join(evil, "info/attributes"), "* filter=evil\n");
	await writeFile(join(worktree, ".git"), `gitdir: ${evil}\n`);
	await git(worktree, "read-tree", "HEAD");
	const { id } = await createRun(db, place);
	const diff = await readRunDiff(db, id);
	expect(await readFile(ran, "utf8").catch(() => null)).toBeNull();
	expect(diff).toMatchObject({ source: "branch", files: [{ path: "a.txt", added: 1 }] });
});

test("falls back on what the agent told of when nothing else is left, and says so", async () => {
	const db = await tempDatabase();
	const { id } = await createRun(db, { workspace: "/nowhere/at/all", worktree: "/nowhere/either" });
	const turn = await createTurn(db, id);
	await createCall(db, turn.id, {
		callId: "1",
		changes: [{ path: "a.ts", oldText: "one\ntwo\n", newText: "one\n2\n", line: 11 }],
	});
	await createCall(db, turn.id, { callId: "2", changes: [{ path: "new.ts", oldText: null, newText: "new\n" }] });
	await createCall(db, turn.id, {
		callId: "3",
		changes: [{ path: "big.ts", oldText: null, newText: "", omitted: true }],
	});
	await createCall(db, turn.id, {
		callId: "4",
		status: "failed",
		changes: [{ path: "not.ts", oldText: null, newText: "" }],
	});
	const { source, files, note } = await readRunDiff(db, id);
	expect(source).toBe("record");
	expect(note).toMatch(/^Neither the worktree nor the branch/);
	expect(files.map(({ path, status }) => [path, status])).toEqual([
		["a.ts", "modified"],
		["new.ts", "added"],
		["big.ts", "modified"],
	]);
	expect(files[0]?.patch).toContain("@@ -11,2 +11,2 @@\n one\n-two\n+2\n");
	expect(files[1]?.patch).toContain("--- /dev/null");
	expect(files[2]).toMatchObject({ patch: null, tooLarge: { lines: 2 } });
});
