// Compiles the server's programs into dist/: one file to load instead of hundreds is what makes a command quick.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
/** What a program that was started before this build may still load stays there for so long. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1000;

/** Loaded from node_modules: native code, or packages that look for files of their own beside themselves. */
const EXTERNAL = ["better-sqlite3", "next", "open", "pino", "@prisma/client", "bufferutil", "utf-8-validate"];

/**
 * Prisma's runtime as the ES module that it also is. Node would take the CommonJS one, and read its 200 KB twice: once only to
 * find what it exports.
 */
const ALIAS = { "@prisma/client/runtime/client": "@prisma/client/runtime/client.mjs" };

/** What CommonJS packages expect around them, also inside an ES module. */
const COMMONJS = [
	'import { createRequire as __createRequire } from "node:module";',
	'import { fileURLToPath as __fileURLToPath } from "node:url";',
	"const require = __createRequire(import.meta.url);",
	"const __filename = __fileURLToPath(import.meta.url);",
	'const __dirname = __fileURLToPath(new URL(".", import.meta.url));',
].join(" ");

/** zod's error messages in sixty languages, of which none is used: they would cost every command 20 ms. */
const withoutLocales = {
	name: "without-locales",
	setup({ onLoad }) {
		onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
			contents: 'export { default as en } from "./en.js";',
		}));
	},
};

const { outputFiles } = await build({
	absWorkingDir: root,
	entryPoints: {
		dashboard: "server/main.ts",
		cli: "server/cli/main.ts",
		"code-developer": "server/daemons/code-developer/main.ts",
		"chat-monitor": "server/daemons/chat-monitor/main.ts",
		"record-thread": "server/daemons/chat-monitor/record-thread.ts",
		"runbook-agent": "server/agents/runbook/main.ts",
	},
	outdir: "dist",
	chunkNames: "shared/[name]-[hash]",
	bundle: true,
	splitting: true,
	platform: "node",
	format: "esm",
	target: "node20.19",
	mainFields: ["module", "main"],
	external: EXTERNAL,
	alias: ALIAS,
	plugins: [withoutLocales],
	sourcemap: true,
	sourcesContent: false,
	legalComments: "none",
	banner: { js: COMMONJS },
	logLevel: "warning",
	write: false,
});

// By rename, shared parts first: a command that starts meanwhile finds the old programs or the new ones, both whole.
const shared = join(root, "dist", "shared");
mkdirSync(shared, { recursive: true });
for (const { path, contents } of outputFiles.toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)))) {
	writeFileSync(`${path}.new`, contents);
	renameSync(`${path}.new`, path);
}

const current = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of readdirSync(shared)) {
	const old = Date.now() - statSync(join(shared, name)).mtimeMs > KEEP_MS;
	if (old && !current.has(name)) rmSync(join(shared, name));
}

function isEntry({ path }) {
	return dirname(path) !== shared;
}
