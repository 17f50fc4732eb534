import { build } from "esbuild";
import { expect, test } from "vitest";
import { packageRoot } from "../../../server/config/package-root.ts";

/** What a program loads at once: everything it imports, directly or through others, except where it says `await import()`. */
async function loadedAtOnceBy(entry: string): Promise<string[]> {
	const { metafile } = await build({
		absWorkingDir: packageRoot(),
		entryPoints: [entry],
		bundle: true,
		write: false,
		metafile: true,
		platform: "node",
		format: "esm",
		packages: "external",
		outdir: "unused",
	});
	const loaded = new Set<string>();
	const visit = (path: string) => {
		if (loaded.has(path)) return;
		loaded.add(path);
		for (const one of metafile.inputs[path]?.imports ?? []) if (one.kind !== "dynamic-import") visit(one.path);
	};
	visit(entry);
	return [...loaded];
}

/** Each of them costs 15 to 200 ms: more than the rest of the command. */
const SLOW = ["zod", "@prisma/client", "better-sqlite3", "next", "pino", "@hono/zod-openapi"];

test.each(["main.ts", "commands/start.ts", "commands/stop.ts", "commands/status.ts", "commands/open.ts"])(
	"with a dashboard that runs, %s is quick: it loads neither schemas nor a database",
	async (file) => {
		const loaded = await loadedAtOnceBy(`server/cli/${file}`);
		expect(loaded.length).toBeGreaterThan(5);
		expect(SLOW.filter((name) => loaded.includes(name))).toEqual([]);
	},
);
