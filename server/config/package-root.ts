import { existsSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const found = find(dirname(fileURLToPath(import.meta.url)));

/** The installed version, from package.json. */
export const VERSION: string = found.version;

/** True when this code runs from the compiled bundle in `dist/`, false from TypeScript source. */
export const COMPILED: boolean = fileURLToPath(import.meta.url).startsWith(join(found.root, "dist") + sep);

/** The folder with Nightshift's package.json: the same from source (tsx, vitest) and from the bundle in `dist/`. */
export function packageRoot(): string {
	return found.root;
}

function find(start: string): { root: string; version: string } {
	for (let folder = start; ; folder = dirname(folder)) {
		const file = join(folder, "package.json");
		if (existsSync(file)) {
			const manifest = JSON.parse(readFileSync(file, "utf8")) as { name?: string; version?: string };
			if (manifest.name === "nightshift") return { root: folder, version: manifest.version ?? "0.0.0" };
		}
		if (dirname(folder) === folder) throw new Error(`Nightshift's package.json is not above ${start}`);
	}
}
