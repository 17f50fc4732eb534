import { execFileSync } from "node:child_process";
import { chmod, mkdir, open, readdir, readFile, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { replaceFile } from "../../../server/agents/replace-file.ts";
import { tempHome } from "../../support/temp-home.ts";
import { acts, choose, scripted, scriptedSession, started } from "./harness.ts";

/** A session in `work`, beside a folder with a secret. `call` gives what the agent was told. */
async function workspace() {
	const { home } = await tempHome();
	const work = join(home, "wörk space");
	await mkdir(work);
	await mkdir(join(home, "outside"));
	await writeFile(join(home, "outside", "secret"), "s3cret");
	const { agent, seen } = await started(scripted(), home);
	const { sessionId } = await agent.openSession({ cwd: work });
	const call = async (method: string, params: Record<string, unknown>) => {
		seen.messages = "";
		await agent.prompt(sessionId, acts(["call", method, params]));
		return seen.messages;
	};
	return {
		home,
		work,
		read: (path: string, more: object = {}) => call("fs/read_text_file", { path, ...more }),
		write: (path: string, content: string) => call("fs/write_text_file", { path, content }),
		call,
	};
}

describe("files for an agent", () => {
	test("are read, whole or in part, and written, folders included", async () => {
		const { work, read, write } = await workspace();
		expect(await write(join(work, "a", "b", "ü.txt"), "1\n2\n3\n4")).toBe("{}");
		expect(await readFile(join(work, "a", "b", "ü.txt"), "utf8")).toBe("1\n2\n3\n4");
		expect(await read(join(work, "a", "b", "ü.txt"))).toBe('{"content":"1\\n2\\n3\\n4"}');
		expect(await read(join(work, "a", "b", "ü.txt"), { line: 2, limit: 2 })).toBe('{"content":"2\\n3"}');
		expect(await write(join(work, "a", "b", "ü.txt"), "x")).toBe("{}");
		expect(await readFile(join(work, "a", "b", "ü.txt"), "utf8")).toBe("x");
	});

	test("that do not exist are reported as missing", async () => {
		const { work, read } = await workspace();
		expect(await read(join(work, "none"))).toContain("error -32002: Resource not found");
	});

	test("outside the session's folder are neither read nor written", async () => {
		const { home, work, read, write } = await workspace();
		const secret = join(home, "outside", "secret");
		for (const path of [secret, join(work, "..", "outside", "secret"), "/etc/hostname", "../outside/secret"]) {
			expect(await read(path)).toContain("is outside the session's folder");
			expect(await write(path, "changed")).toContain("is outside the session's folder");
		}
		expect(await write(`${work} too/x`, "x")).toContain("is outside the session's folder");
		expect(await readFile(secret, "utf8")).toBe("s3cret");
	});

	test("behind links that lead out, or nowhere, are refused", async () => {
		const { home, work, read, write } = await workspace();
		await symlink(join(home, "outside"), join(work, "folder"));
		await symlink(join(home, "outside", "secret"), join(work, "file"));
		await symlink(join(home, "outside", "new"), join(work, "broken"));
		await symlink("loop", join(work, "loop"));
		for (const name of ["folder/secret", "folder/new/deep", "file"]) {
			expect(await read(join(work, name))).toContain("is outside the session's folder");
			expect(await write(join(work, name), "changed")).toContain("is outside the session's folder");
		}
		expect(await write(join(work, "broken"), "changed")).toContain("leads nowhere");
		expect(await read(join(work, "loop"))).toContain("leads to itself");
		expect(await readFile(join(home, "outside", "secret"), "utf8")).toBe("s3cret");
	});

	test("behind links that stay inside are as good as any", async () => {
		const { work, read, write } = await workspace();
		await writeFile(join(work, "real"), "r");
		await symlink(join(work, "real"), join(work, "link"));
		expect(await read(join(work, "link"))).toBe('{"content":"r"}');
		expect(await write(join(work, "link"), "w")).toBe("{}");
		expect(await readFile(join(work, "real"), "utf8")).toBe("w");
	});

	test("of git are read but not written", async () => {
		const { work, read, write } = await workspace();
		await writeFile(join(work, ".git"), "gitdir: elsewhere");
		expect(await write(join(work, ".git"), "gitdir: mine")).toContain("belongs to git");
		expect(await write(join(work, "sub", ".GIT", "hooks", "x"), "#!/bin/sh")).toContain("belongs to git");
		expect(await read(join(work, ".git"))).toBe('{"content":"gitdir: elsewhere"}');
	});

	test("that are none, or too large, are refused without waiting", async () => {
		const { work, read, write } = await workspace();
		execFileSync("sh", ["-c", "mkfifo pipe"], { cwd: work });
		await writeFile(join(work, "large"), "");
		await truncate(join(work, "large"), 17 * 1024 * 1024);
		expect(await read(join(work, "pipe"))).toContain("is not a file");
		expect(await write(join(work, "pipe"), "x")).toMatch(/error/);
		expect(await read(work)).toMatch(/is not a file/);
		expect(await read(join(work, "large"))).toContain("is larger than");
		expect(await read(join(work, "large", "below"))).toContain("a part of the path is a file");
	});

	test("are not given to a session that is not open", async () => {
		const { work, call } = await workspace();
		expect(await call("fs/read_text_file", { path: join(work, "x"), sessionId: "other" })).toContain("error -32002");
	});
});

describe("a file that an agent reads", () => {
	test("is asked about only where the caller says so, and then not read without a yes", async () => {
		const looked: unknown[] = [];
		const { home, seen, play } = await scriptedSession([], choose("reject_once", "that is private"), {
			mustAskToRead: async ({ kind, paths }) => {
				looked.push([kind, paths]);
				return paths.some((path) => path.endsWith(".env"));
			},
		});
		await writeFile(join(home, ".env"), "s3cret");
		await writeFile(join(home, "a.txt"), "plain");
		const read = (path: string) => ["call", "fs/read_text_file", { path }];
		const result = await play(read(join(home, "a.txt")), read(join(home, ".env")));
		expect(seen.messages).toMatch(/^\{"content":"plain"\}error -32600: .*does not allow it: that is private/);
		expect(seen.messages).not.toContain("s3cret");
		expect(seen.requests).toMatchObject([
			{ title: "Read .env", kind: "read", paths: [join(home, ".env")], command: null },
		]);
		expect(result).toMatchObject({ rejected: true });
		await play(read(join(home, "none")), read("/etc/hostname"));
		expect(looked).toEqual([
			["read", [join(home, "a.txt")]],
			["read", [join(home, ".env")]],
		]);
	});

	test("fails the turn when that cannot be said", async () => {
		const trouble = new Error("the database is locked");
		const { home, play } = await scriptedSession([], undefined, { mustAskToRead: () => Promise.reject(trouble) });
		await writeFile(join(home, "a.txt"), "plain");
		const reading = play(["call", "fs/read_text_file", { path: join(home, "a.txt") }], ["wait"]);
		await expect(reading).rejects.toBe(trouble);
	});
});

describe("a file that an agent writes", () => {
	test("is asked about as an edit, with what it changes; reading is not", async () => {
		const { home, seen, play } = await scriptedSession();
		await writeFile(join(home, "a.txt"), "old\n");
		await play(
			["call", "fs/read_text_file", { path: join(home, "a.txt") }],
			["call", "fs/write_text_file", { path: join(home, "a.txt"), content: "new\n" }],
			["call", "fs/write_text_file", { path: join(home, "b.txt"), content: "b" }],
		);
		expect(seen.requests).toMatchObject([
			{
				title: "Change a.txt",
				kind: "edit",
				changes: [{ path: "a.txt", oldText: "old\n", newText: "new\n" }],
				paths: [join(home, "a.txt")],
				options: [{ kind: "allow_once" }, { kind: "reject_once" }],
			},
			{ title: "Create b.txt", changes: [{ path: "b.txt", oldText: null, newText: "b" }] },
		]);
		expect(await readFile(join(home, "a.txt"), "utf8")).toBe("new\n");
	});

	test("stays as it is when the person says no, and the turn knows", async () => {
		const { home, seen, play } = await scriptedSession([], choose("reject_once", "not that one"));
		const result = await play(["call", "fs/write_text_file", { path: join(home, "a.txt"), content: "new" }]);
		expect(seen.messages).toMatch(/^error -32600: .*the person does not allow it: not that one/);
		expect(result).toMatchObject({ rejected: true });
		await expect(readFile(join(home, "a.txt"))).rejects.toMatchObject({ code: "ENOENT" });
	});

	test("is not asked about when it holds that already, or may not be written at all", async () => {
		const { home, seen, play } = await scriptedSession();
		await writeFile(join(home, "a.txt"), "same");
		await play(
			["call", "fs/write_text_file", { path: join(home, "a.txt"), content: "same" }],
			["call", "fs/write_text_file", { path: "/etc/hostname", content: "x" }],
			["call", "fs/write_text_file", { path: join(home, ".git", "config"), content: "x" }],
		);
		expect(seen.requests).toEqual([]);
		expect(seen.messages).toMatch(/^\{\}error .*outside the session's folder.*error .*belongs to git/);
	});

	test.each([
		["old", "somebody's newer text"],
		[null, "somebody's own file"],
	])("stays as it is when it has changed since it was shown (%j)", async (before, meanwhile) => {
		let path = "";
		const { home, seen, play } = await scriptedSession([], async ({ options }) => {
			await writeFile(path, meanwhile);
			return { optionId: options[0]?.optionId ?? "" };
		});
		path = join(home, "a.txt");
		if (before !== null) await writeFile(path, before);
		await play(["call", "fs/write_text_file", { path, content: "new" }]);
		expect(seen.messages).toMatch(/^error -32602: .*a\.txt has changed since; read it again/);
		expect(await readFile(path, "utf8")).toBe(meanwhile);
		await play(["call", "fs/write_text_file", { path, content: meanwhile }]);
		expect(seen.requests).toHaveLength(1);
	});

	test("is asked about anew when the agent has asked for this change of another text", async () => {
		const { home, seen, play } = await scriptedSession();
		const path = join(home, "a.txt");
		await writeFile(path, "newer");
		const content = [{ type: "diff", path, oldText: "old", newText: "new" }];
		const options = [{ optionId: "y", name: "Yes", kind: "allow_once" }];
		await play(
			["ask", { toolCallId: "e1", title: "Edit a.txt", kind: "edit", content }, options],
			["call", "fs/write_text_file", { path, content: "new" }],
		);
		expect(seen.requests.map(({ title }) => title)).toEqual(["Edit a.txt", "Change a.txt"]);
		expect(seen.requests[1]?.changes).toMatchObject([{ oldText: "newer", newText: "new" }]);
	});

	test("is replaced as a whole, keeps its mode, and leaves nothing beside it", async () => {
		const { work, write } = await workspace();
		const path = join(work, "run.sh");
		await writeFile(path, "old");
		await chmod(path, 0o751);
		const held = await open(path);
		onTestFinished(() => held.close());
		expect(await write(path, "new")).toBe("{}");
		// Who reads it meanwhile has the old text, never a part of the new one.
		expect(await held.readFile("utf8")).toBe("old");
		expect(await readFile(path, "utf8")).toBe("new");
		expect((await stat(path)).mode & 0o7777).toBe(0o751);
		expect(await readdir(work)).toEqual(["run.sh"]);
	});

	test("leaves nothing beside it when it cannot be written", async () => {
		const { work } = await workspace();
		await writeFile(join(work, "a.txt"), "old");
		const path = join(work, "a.txt");
		// What is no text fails once the file beside it is there, as a full disk would.
		const content = { toString: () => "" } as unknown as string;
		await expect(replaceFile(path, content)).rejects.toThrow();
		expect(await readdir(work)).toEqual(["a.txt"]);
		expect(await readFile(path, "utf8")).toBe("old");
	});

	test("is not asked about twice when the agent has asked for this very change", async () => {
		const { home, seen, play } = await scriptedSession();
		const path = join(home, "a.txt");
		const call = { toolCallId: "e1", title: "Edit a.txt", kind: "edit" };
		const options = [{ optionId: "y", name: "Yes", kind: "allow_once" }];
		await play(
			["ask", { ...call, content: [{ type: "diff", path, oldText: null, newText: "asked" }] }, options],
			["call", "fs/write_text_file", { path, content: "asked" }],
		);
		expect(seen.requests.map(({ title }) => title)).toEqual(["Edit a.txt"]);
		await play(["call", "fs/write_text_file", { path, content: "something else" }]);
		expect(seen.requests.map(({ title }) => title)).toEqual(["Edit a.txt", "Change a.txt"]);
	});
});
