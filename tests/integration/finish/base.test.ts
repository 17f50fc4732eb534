import { expect, test } from "vitest";
import { chooseBase } from "../../../server/daemons/code-developer/finish/base.ts";
import { git } from "../developer/rig.ts";
import { Site, signal } from "./work.ts";

test("without dependencies, work starts from what is checked out", async () => {
	const site = await Site.with();
	const workspace = await site.workspace();
	expect(await chooseBase(workspace, [], signal)).toEqual({ commit: workspace.head, includes: [] });
});

test("a dependency that is not merged is built on; one that is merged, or whose branch is gone, is left out", async () => {
	const site = await Site.with();
	const first = await site.finished("US-1", { "one.txt": "1\n" });
	expect(await chooseBase(await site.workspace(), [first], signal)).toEqual({
		commit: first.commit,
		includes: [first.branch],
	});
	await git(site.repository, "merge", "--quiet", "--no-ff", "--no-edit", first.branch);
	const gone = { item: "US-0", branch: "nightshift/us-0", commit: "0".repeat(40) };
	const workspace = await site.workspace();
	expect(await chooseBase(workspace, [first, gone], signal)).toEqual({ commit: workspace.head, includes: [] });
});

test("work that was taken over in a commit of its own adds nothing", async () => {
	const site = await Site.with();
	const first = await site.finished("US-1", { "one.txt": "1\n" });
	await git(site.repository, "merge", "--quiet", "--squash", first.branch);
	const head = await site.commit({}, "US-1 as one commit");
	expect(await chooseBase(await site.workspace(), [first], signal)).toEqual({ commit: head, includes: [] });
});

test("several are joined in a merge commit; no checkout is touched", async () => {
	const site = await Site.with();
	const first = await site.finished("US-1", { "one.txt": "1\n" });
	const second = await site.finished("US-2", { "two.txt": "2\n" });
	const onFirst = await site.finished("US-3", { "three.txt": "3\n" }, first.commit);
	await site.commit({ "person.txt": "p\n" });
	const before = await site.sight();
	const base = await chooseBase(await site.workspace(), [first, second, onFirst, second], signal);
	if (!("commit" in base)) throw new Error(base.conflict);
	expect(base.includes).toEqual([first.branch, second.branch, onFirst.branch]);
	const files = await git(site.repository, "ls-tree", "--name-only", base.commit);
	expect(files.split("\n")).toEqual(["a.txt", "one.txt", "person.txt", "three.txt", "two.txt"]);
	expect(await site.sight()).toEqual(before);
});

test("two that conflict are named, with the files", async () => {
	const site = await Site.with();
	const first = await site.finished("US-1", { "a.txt": "first\n" });
	const second = await site.finished("US-2", { "a.txt": "second\n" });
	expect(await chooseBase(await site.workspace(), [first, second], signal)).toEqual({
		conflict:
			"It builds on US-2, whose branch nightshift/us-2 conflicts with nightshift/us-1, or with what is checked out, in a.txt; merge nightshift/us-2 first.",
	});
});
