import { delimiter, dirname, isAbsolute, join } from "node:path";
import { packageRoot } from "../config/package-root.ts";
import type { Environment } from "../config/paths.ts";
import { serviceName } from "./place.ts";
import type { ServiceDefinition } from "./types.ts";

/** Settings of the shell that installs, without which the service would listen somewhere else than its `start` does. */
export const TAKEN_OVER = ["NIGHTSHIFT_HOST", "NIGHTSHIFT_PORT"];

/** The service that runs this very installation, with this very Node, on the state directory `home`. */
export function defineService(home: string, env: Environment = process.env): ServiceDefinition {
	const root = packageRoot();
	const taken = TAKEN_OVER.flatMap((key) => (env[key] ? [[key, env[key]] as const] : []));
	return {
		name: serviceName(home),
		home,
		node: process.execPath,
		program: join(root, "bin", "nightshift"),
		root,
		environment: { PATH: usablePath(env.PATH ?? "", process.execPath), ...Object.fromEntries(taken) },
	};
}

/**
 * The PATH for a program that lives longer than this shell: what the shell has, without the folders that `npm run` adds, and
 * with Node's own, because daemons want its `npx`.
 */
export function usablePath(path: string, node: string): string {
	const kept = path
		.split(delimiter)
		.filter((folder) => isAbsolute(folder) && !/[\\/](node_modules[\\/]\.bin|node-gyp-bin)[\\/]?$/.test(folder));
	const folder = dirname(node);
	return [...new Set(kept.includes(folder) ? kept : [folder, ...kept])].join(delimiter);
}
