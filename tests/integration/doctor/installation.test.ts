import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempHome } from "../../support/temp-home.ts";
import { found } from "./findings.ts";

/** A folder that Nightshift could be installed in, with what the test says is wrong with it. */
async function installation(manifest: object, native: string): Promise<string> {
	const root = await mkdtemp(join(tmpdir(), "nightshift-installed-"));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	const module = join(root, "node_modules", "better-sqlite3");
	await mkdir(module, { recursive: true });
	await writeFile(join(root, "package.json"), JSON.stringify(manifest));
	await writeFile(join(module, "package.json"), JSON.stringify({ name: "better-sqlite3", main: "index.js" }));
	await writeFile(join(module, "native.node"), native);
	await writeFile(join(module, "index.js"), 'module.exports = require("./native.node");');
	return root;
}

test("a Node that is older than what the package needs", async () => {
	const root = await installation({ engines: { node: ">=99.1" } }, "");
	expect(await found("node-too-old", await tempHome(), { root })).toMatchObject([
		{ severity: "error", what: `Node ${process.version} is too old: Nightshift needs >=99.1` },
	]);
});

test("a native module that this Node cannot load", async () => {
	const root = await installation({ engines: { node: ">=20" } }, "made for another machine");
	const [finding] = await found("native-module", await tempHome(), { root });
	expect(finding).toMatchObject({ severity: "error", mend: expect.stringContaining(`run npm start in ${root}`) });
	expect(finding?.what).toMatch(/^The database's module better-sqlite3 cannot be loaded by Node v\d.*: \S/);
});

test("git that is not there: a hint, and an error for whoever needs it", async () => {
	const paths = await tempHome();
	const env = { PATH: "/nonexistent" };
	expect(await found("git-missing", paths, { env })).toMatchObject([{ severity: "hint" }]);
	const daemons = { dev: { program: "code-developer", workspace: paths.home } };
	await writeFile(paths.config, JSON.stringify({ daemons }), { mode: 0o600 });
	expect(await found("git-missing", paths, { env })).toMatchObject([{ severity: "error" }]);
	expect(await found("git-missing", paths)).toEqual([]);
});
