import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { packageRoot } from "../../server/config/package-root.ts";

/**
 * What is loaded when these files are, directly or through others: project files and packages. Type-only imports vanish
 * and do not count; the linter checks those.
 */
async function loadedBy(...entryPoints: string[]): Promise<string[]> {
	const { metafile } = await build({
		absWorkingDir: packageRoot(),
		entryPoints,
		bundle: true,
		write: false,
		metafile: true,
		platform: "node",
		format: "esm",
		packages: "external",
		outdir: "unused",
		loader: { ".css": "empty", ".svg": "empty", ".ico": "empty" },
	});
	const inputs = Object.entries(metafile.inputs);
	const packages = inputs.flatMap(([, { imports }]) => imports.filter((one) => one.external).map((one) => one.path));
	return [...new Set([...inputs.map(([path]) => path), ...packages])].sort();
}

/** The source files of a folder, at any depth. */
function files(folder: string, fits = /\.tsx?$/): string[] {
	const names = readdirSync(join(packageRoot(), folder), { recursive: true, encoding: "utf8" });
	return names.filter((name) => fits.test(name)).map((name) => join(folder, name));
}

test("the browser loads nothing of the server but the contract, and no schemas", async () => {
	const loaded = await loadedBy(...files("app"));
	expect(loaded.filter((path) => path.startsWith("server/") && !path.startsWith("server/contract/"))).toEqual([]);
	expect(loaded).not.toContain("zod");
	expect(loaded.filter((path) => path.startsWith("node:"))).toEqual([]);
});

test("a daemon of ours, and an agent, load nothing of the dashboard", async () => {
	const loaded = await loadedBy(...files("server/daemons", /main\.ts$/), ...files("server/agents", /main\.ts$/));
	expect(loaded.filter((path) => /^server\/(http|socket|state|supervisor|cli|main)/.test(path))).toEqual([]);
});

const UNAWARE = ["supervisor", "inbox", "roadmap", "logs", "history", "work", "dossier", "metrics", "alerts", "policy"];
test.each(UNAWARE)("%s knows neither HTTP nor sockets nor Next", async (folder) => {
	const loaded = await loadedBy(...files(`server/${folder}`));
	expect(
		loaded.filter((path) => /^(server\/(http|socket|state)\/|next|hono|@hono|socket\.io|node:http)/.test(path)),
	).toEqual([]);
});
