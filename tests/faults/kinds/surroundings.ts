import { rmSync } from "node:fs";
import { readProcessRecord } from "../../../server/supervisor/records.ts";
import { eventually } from "../../support/wait.ts";
import { configOf } from "../cast.ts";
import { ON_SMALL_DISK, type World } from "../world.ts";
import type { Fault } from "./fault.ts";

/** The configuration, the log and the disk change under everything. */
export const SURROUNDINGS: readonly Fault[] = [
	{
		name: "a mistake in config.json, and its mend",
		weight: 2,
		async run(world, random) {
			const [verb, name] = [random.pick(["start", "restart"] as const), random.pick(world.names)];
			const text = configOf(world.cast);
			const mistake = random.pick([text.slice(0, text.length / 2), text.replace('"command"', '"comand"'), "[]"]);
			await world.configure(mistake, { isMistaken: true });
			await eventually(async () => !world.isMistaken || (await world.report()).mistake !== null);
			await world.request(verb, name);
			await world.configure();
			await eventually(async () => (await world.report()).mistake === null);
			return `meanwhile ${verb} ${name}`;
		},
	},
	{
		name: "other settings for a daemon, and back",
		weight: 2,
		async run(world, random) {
			const name = random.pick(world.names);
			const restart = random.chance(0.3);
			await world.configure(configOf(world.cast, { [name]: { env: { LEVEL: String(random.below(100)) } } }));
			await untilOutdated(world, name, true);
			const answer = restart ? await world.request("restart", name) : null;
			await world.configure();
			// Whether a restart that nobody answered took place is not known.
			if (!restart || answer !== null) await untilOutdated(world, name, restart);
			return `${name}${restart ? ", restarted with them" : ""}`;
		},
	},
	{
		name: "a daemon is taken out of config.json, and put back",
		weight: 1,
		async run(world, random) {
			const name = random.pick(world.names);
			const ran = (await world.statusOf(name))?.pid != null;
			const others = world.cast.filter((one) => one.name !== name);
			await world.configure(configOf(others));
			await eventually(async () => {
				const status = await world.statusOf(name);
				return ran ? /not in config\.json any more/.test(status?.reason ?? "") : status === null;
			});
			await world.configure();
			await eventually(async () => {
				const status = await world.statusOf(name);
				return status !== null && !/not in config\.json any more/.test(status.reason ?? "");
			});
			return `${name}, which ${ran ? "runs" : "does not run"}`;
		},
	},
	{
		name: "a log is deleted, and its daemon restarted",
		weight: 2,
		async run(world, random) {
			const name = random.pick(world.names);
			const overseerDies = random.chance(0.4);
			rmSync(world.paths.daemon(name).currentLog, { force: true });
			if (overseerDies) await world.killOverseer();
			const runs = (await world.statusOf(name))?.pid != null;
			// What it wrote is lost with the old file; from the next instance on, nothing may be.
			while (runs && (await world.request("restart", name)) === null);
			const present = runs ? (await readProcessRecord(world.paths.daemon(name)))?.instance : null;
			world.sequences.get(name)?.giveUp(world.tokensOf(name).filter((token) => token !== present));
			return `${name}${overseerDies ? ", and the overseer dies" : ""}`;
		},
	},
	{
		name: "a full disk",
		weight: 3,
		async run(world, random) {
			const then = random.pick(["nothing", "kill", "restart", "stop", "overseer dies"] as const);
			if (!world.disk) return "there is none that could be filled";
			const expectation = world.expectation(ON_SMALL_DISK);
			expectation.mayHaveFailed = true;
			world.disk.fill();
			try {
				if (then === "kill") await world.killRoots([ON_SMALL_DISK]);
				else if (then === "overseer dies") await world.killOverseer();
				else if (then !== "nothing") await world.request(then, ON_SMALL_DISK);
			} finally {
				world.disk.free();
			}
			return then;
		},
	},
];

/** Until the overseer knows whether what runs was started with other settings than those that hold now. */
async function untilOutdated(world: World, name: string, outdated: boolean): Promise<void> {
	await eventually(async () => {
		const status = await world.statusOf(name);
		if (status === null) return false;
		// With what it was started is forgotten when its record was lost.
		const known = typeof (await readProcessRecord(world.paths.daemon(name)))?.settings === "string";
		return status.pid === null || !known || status.restartNeeded === outdated;
	});
}
