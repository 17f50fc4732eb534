import { once } from "node:events";
import { chmod, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openPullRequest, pushBranch } from "../../../server/daemons/code-developer/finish/pull-request.ts";
import { git, put, tempFolder } from "../developer/rig.ts";
import { plainGit, Site, signal, type Work } from "./work.ts";

async function push(site: Site, work: Work, remote = "origin") {
	return pushBranch(await site.workspace(), work, remote, signal);
}

async function withRemote() {
	const site = await Site.with();
	const remote = await tempFolder();
	await git(remote, "init", "--quiet", "--bare");
	await git(site.repository, "remote", "add", "origin", remote);
	return { site, remote, work: await site.finished("US-1", { "one.txt": "1\n" }) };
}

describe("pushing a finished branch", () => {
	test("pushes what was reviewed and nothing else, and again changes nothing", async () => {
		const { site, remote, work } = await withRemote();
		await git(site.repository, "tag", "--annotate", "--message", "x", "v1", work.commit);
		await git(site.repository, "config", "push.followTags", "true");
		await put(work.worktree, { "later.txt": "l\n" });
		await git(work.worktree, "add", "--all");
		await git(work.worktree, "commit", "--quiet", "--message", "Not reviewed");
		expect(await push(site, work)).toEqual({ pushed: "origin/nightshift/us-1" });
		expect(await push(site, work)).toEqual({ pushed: "origin/nightshift/us-1" });
		expect(await git(remote, "for-each-ref", "--format=%(refname) %(objectname)")).toBe(
			`refs/heads/nightshift/us-1 ${work.commit}`,
		);
		expect(await git(site.repository, "config", "--get-regexp", "^branch\\.").catch(() => "none")).toBe("none");
	});

	test("never overwrites what is there", async () => {
		const { site, remote, work } = await withRemote();
		await push(site, work);
		const other = await git(site.repository, "commit-tree", "-m", "Somebody else's", "HEAD^{tree}");
		await git(site.repository, "push", "--quiet", "--force", "origin", `${other}:refs/heads/${work.branch}`);
		expect(await push(site, work)).toMatchObject({
			refused: expect.stringContaining("has other commits on nightshift/us-1"),
		});
		expect(await git(remote, "rev-parse", work.branch)).toBe(other);
	});

	test("says in one sentence why it cannot be", async () => {
		const { site, remote, work } = await withRemote();
		expect(await push(site, work, "upstream")).toMatchObject({
			refused: expect.stringMatching(/has no remote "upstream"; add it/),
		});
		await put(remote, { "hooks/pre-receive": "#!/bin/sh\necho 'not in this house' >&2\nexit 1\n" });
		await chmod(join(remote, "hooks/pre-receive"), 0o755);
		const { refused } = (await push(site, work)) as { refused: string };
		expect(refused).toContain("nightshift/us-1 was not pushed to origin: ");
		expect(refused).toMatch(/not in this house|pre-receive hook declined/);
		await git(site.repository, "remote", "set-url", "origin", "/nowhere/at/all");
		expect(await push(site, work)).toMatchObject({
			refused: expect.stringContaining("does not appear to be a git repository"),
		});
		expect(await push(site, { ...work, commit: null })).toMatchObject({ refused: expect.stringContaining("nothing") });
	});

	test("asks nobody for a password", async () => {
		const { site, work } = await withRemote();
		plainGit({ GIT_ASKPASS: "/nowhere/askpass", SSH_ASKPASS: "/nowhere/askpass" });
		const credentials = "!f() { echo username=; }; f";
		await git(site.repository, "config", "credential.helper", credentials);
		const { server, port } = await refusingServer();
		await git(site.repository, "remote", "set-url", "origin", `http://127.0.0.1:${port}/x.git`);
		expect(await push(site, work)).toMatchObject({
			refused: expect.stringMatching(/did not let git in|was not pushed/),
		});
		server.close();
	});
});

describe("opening a pull request", () => {
	/** A stand-in for gh, first on the PATH: it notes how it was called. */
	async function withGh(script: string) {
		const folder = await tempFolder();
		await put(folder, {
			gh: `#!/bin/sh\ncat > ${folder}/body\nprintf '%s\\n' "$@" > ${folder}/args\npwd > ${folder}/where\n${script}\n`,
		});
		await chmod(join(folder, "gh"), 0o755);
		plainGit({ PATH: `${folder}:${process.env.PATH}` });
		const site = await Site.with();
		const open = async (body = "Body\n") =>
			openPullRequest(
				await site.workspace(),
				{ branch: "nightshift/us-1" },
				{ id: "US-1", title: "Make it" },
				body,
				signal,
			);
		return { site, open, read: (name: string) => readFile(join(folder, name), "utf8") };
	}

	test("goes through gh, with the branch, a title and a body", async () => {
		const { site, open, read } = await withGh("echo https://github.com/pat/app/pull/12");
		expect(await open("What was done")).toEqual({ url: "https://github.com/pat/app/pull/12" });
		expect(await read("args")).toBe("pr\ncreate\n--head\nnightshift/us-1\n--title\nUS-1: Make it\n--body-file\n-\n");
		expect(await read("body")).toBe("What was done");
		expect((await read("where")).trim()).toBe(site.repository);
	});

	test("cuts a body that GitHub would not take", async () => {
		const { open, read } = await withGh("echo https://github.com/pat/app/pull/12");
		await open("x".repeat(100_000));
		expect((await read("body")).length).toBeLessThanOrEqual(60_000);
	});

	test("one that is there already is the answer", async () => {
		const { open } = await withGh(
			`echo 'a pull request for branch "nightshift/us-1" into branch "main" already exists:' >&2; echo https://github.com/pat/app/pull/3 >&2; exit 1`,
		);
		expect(await open()).toEqual({ url: "https://github.com/pat/app/pull/3" });
	});

	test.each([
		[
			"is not signed in",
			"echo 'To get started with GitHub CLI, please run:  gh auth login' >&2; exit 4",
			/not signed in; run gh auth login/,
		],
		[
			"fails",
			"echo 'GraphQL: No commits between main and x' >&2; exit 1",
			/No pull request was opened for nightshift\/us-1: GraphQL: No commits/,
		],
		["names nothing", "echo done", /gh named no pull request/],
	])("gh %s: one sentence", async (_, script, sentence) => {
		const { open } = await withGh(script);
		expect(await open()).toMatchObject({ refused: expect.stringMatching(sentence) });
	});

	test("gh is missing: one sentence", async () => {
		const site = await Site.with();
		const workspace = await site.workspace();
		plainGit({ PATH: await tempFolder() });
		const item = { id: "US-1", title: "It" };
		expect(await openPullRequest(workspace, { branch: "b" }, item, "", signal)).toMatchObject({
			refused: expect.stringContaining('"gh" was not found'),
		});
	});
});

/** Answers everything with 401, as a host does that wants a password. */
async function refusingServer() {
	const server = createServer((_, response) => {
		response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return { server, port: (server.address() as { port: number }).port };
}
