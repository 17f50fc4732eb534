import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runTool } from "../../service/run-tool.ts";
import { error, type Finding, hint } from "../finding.ts";
import type { Scene } from "../scene.ts";

/** What Nightshift itself stands on: Node, its native module, git. */
export async function checkInstallation({ root, env, config }: Scene): Promise<Finding[]> {
	const needsGit = config?.daemons.some(({ program }) => program === "code-developer") ?? false;
	return [
		...judgeNode(process.version, await neededNode(root)),
		...judgeNativeModule(root),
		...((await runTool("git", ["--version"], { env })).ok ? [] : [judgeMissingGit(needsGit)]),
	];
}

/** What the installed package says of Node, such as `>=20.19`. */
export async function neededNode(root: string): Promise<string | undefined> {
	const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { engines?: { node?: string } };
	return manifest.engines?.node;
}

/** @param needed such as `>=20.19` */
export function judgeNode(version: string, needed: string | undefined): Finding[] {
	const [wanted, have] = [needed ?? "", version].map((text) =>
		text
			.replace(/^[^\d]*/, "")
			.split(".")
			.map(Number),
	);
	const [major = 0, minor = 0] = wanted ?? [];
	const [ownMajor = 0, ownMinor = 0] = have ?? [];
	if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return [];
	const what = `Node ${version} is too old: Nightshift needs ${needed}`;
	return [error("node-too-old", what, "install a newer one from https://nodejs.org, then run npm start")];
}

/** The database's native code is made for one version of Node and one system. */
function judgeNativeModule(root: string): Finding[] {
	try {
		const Database = createRequire(join(root, "package.json"))("better-sqlite3") as new (
			path: string,
		) => {
			close(): void;
		};
		new Database(":memory:").close();
		return [];
	} catch (failure) {
		const why = (failure as Error).message.split("\n", 1)[0];
		const what = `The database's module better-sqlite3 cannot be loaded by Node ${process.version}: ${why}`;
		return [error("native-module", what, `run npm start in ${root}: it installs what does not fit this Node`)];
	}
}

function judgeMissingGit(needed: boolean): Finding {
	const mend = "install git, or put it on the PATH";
	if (needed) return error("git-missing", "git was not found, and code-developer cannot work without it", mend);
	return hint("git-missing", "git was not found; the developer daemon would need it", mend);
}
