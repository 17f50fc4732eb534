import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import type { DaemonPaths } from "../../../server/config/paths.ts";
import type { Random } from "../../support/random.ts";
import type { Stranger } from "../stranger.ts";
import type { World } from "../world.ts";
import type { Fault } from "./fault.ts";

const FILES = ["process", "status", "supervision", "exit"] as const;
type File = (typeof FILES)[number];

/** How a file is spoiled; a folder, a pipe or a locked file stays in the way until it is put right. */
const WAYS: Record<string, (path: string) => void> = {
	empty: (path) => writeFileSync(path, ""),
	"cut in half": (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
	garbage: (path) => writeFileSync(path, Buffer.from([0, 255, 123, 34, 0, 10])),
	"of another shape": (path) => writeFileSync(path, '{"v":99,"instance":7,"identity":{"pid":1}}'),
	missing: (path) => rmSync(path),
	"a pipe": (path) => {
		rmSync(path, { force: true });
		execFileSync("mkfifo", [path]);
	},
	// Nothing is unreadable to root; a folder in its place is as good.
	unreadable: (path) => {
		if (process.getuid?.() !== 0) return chmodSync(path, 0);
		rmSync(path, { force: true });
		mkdirSync(path);
	},
};
const STAYS = ["a pipe", "unreadable"];

/** Files of the state directory that are not what they should be. */
export const FILE_FAULTS: readonly Fault[] = [
	{
		name: "spoil a file",
		weight: 6,
		async run(world, random) {
			const name = random.pick(world.names);
			const file = random.pick(FILES);
			const way = random.pick(Object.keys(WAYS));
			const then = random.pick(["nothing", "overseer dies", "daemon dies", "both die", "restart", "stop", "start"]);
			spoil(world, name, file, way);
			await goOn(world, name, then);
			if (STAYS.includes(way)) putRight(world.paths.daemon(name), file);
			return `${file}.json of ${name}: ${way}; then: ${then}`;
		},
	},
	{
		name: "a stale record that names a stranger",
		weight: 3,
		async run(world, random) {
			const name = random.pick(world.names);
			const stranger = random.pick(world.strangers);
			const record = staleRecord(name, stranger, random);
			const daemonDies = random.chance(0.5);
			await world.killOverseer(async () => {
				if (daemonDies) await world.killRoots([name]);
				mkdirSync(world.paths.daemon(name).dir, { recursive: true, mode: 0o700 });
				rmSync(world.paths.daemon(name).process, { recursive: true, force: true });
				writeFileSync(world.paths.daemon(name).process, JSON.stringify(record.value));
			});
			return `${name}: ${stranger.name}, ${record.how}${daemonDies ? ", after the daemon was killed" : ""}`;
		},
	},
];

function spoil(world: World, name: string, file: File, way: string): void {
	const path = world.paths.daemon(name)[file];
	mkdirSync(world.paths.daemon(name).dir, { recursive: true, mode: 0o700 });
	const expectation = world.expectation(name);
	// What was wished may be lost with it, should the overseer be killed.
	if (file === "supervision") expectation.wish = null;
	expectation.mayHaveFailed = STAYS.includes(way);
	try {
		WAYS[way]?.(path);
	} catch (error) {
		// It is not there, or another overseer has just replaced it.
		if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
	}
}

function putRight(files: DaemonPaths, file: File): void {
	if (process.getuid?.() === 0) rmSync(files[file], { recursive: true, force: true });
	else chmodSync(files[file], 0o600);
}

async function goOn(world: World, name: string, then: string): Promise<void> {
	switch (then) {
		case "overseer dies":
			return world.killOverseer();
		case "daemon dies":
			return world.killRoots([name]);
		case "both die":
			return world.killOverseer(() => world.killRoots([name]));
		case "restart":
		case "stop":
		case "start":
			await world.request(then, name);
	}
}

/** A record as it would have been written long ago: pid and perhaps more fit the stranger, but never all of it. */
function staleRecord(name: string, { identity, hasToken }: Stranger, random: Random): { how: string; value: object } {
	// A program without a token is told apart by its start; there is none that fits by accident.
	const how = random.pick(["another start", "another boot", hasToken ? "another token" : "another start"] as const);
	const instance = randomUUID();
	const changes = {
		"another token": {},
		"another start": { startTime: String(Number(identity.startTime) - 1_000) },
		"another boot": { boot: "00000000-0000-0000-0000-000000000000 pid:[1]" },
	}[how];
	const startedAt = new Date().toISOString();
	const named = { ...identity, instance, ...changes };
	return { how, value: { v: 1, name, instance, startedAt, oomKills: null, identity: named } };
}
