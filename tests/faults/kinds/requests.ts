import { VERBS } from "../overseer.ts";
import type { Fault } from "./fault.ts";

const TWENTY = 20;

/** What people and scripts ask for, also many of them at once. */
export const REQUESTS: readonly Fault[] = [
	{
		name: "ask for something",
		weight: 5,
		async run(world, random) {
			const [verb, name] = [random.pick(VERBS), random.pick(world.names)];
			await world.request(verb, name);
			return `${verb} ${name}`;
		},
	},
	{
		name: "start everything",
		weight: 3,
		async run(world) {
			await Promise.all(world.names.map((name) => world.request("start", name)));
			return "";
		},
	},
	{
		name: "twenty starts at once",
		weight: 2,
		async run(world, random) {
			const name = random.pick(world.names);
			const answers = await Promise.all(Array.from({ length: TWENTY }, () => world.request("start", name)));
			const pids = new Set(answers.flatMap((one) => (one && one.phase === "running" ? [one.pid] : [])));
			if (pids.size > 1) world.breaches.push(`starts of ${name} at once were told of pids ${[...pids].join(", ")}`);
			return name;
		},
	},
	{
		name: "twenty restarts at once",
		weight: 2,
		async run(world, random) {
			const name = random.pick(world.names);
			await Promise.all(Array.from({ length: TWENTY }, () => world.request("restart", name)));
			return name;
		},
	},
	{
		name: "twenty requests of all kinds at once",
		weight: 3,
		async run(world, random) {
			const names = random.some(world.names);
			const asked = Array.from({ length: TWENTY }, () => [random.pick(VERBS), random.pick(names)] as const);
			await Promise.all(asked.map(([verb, name]) => world.request(verb, name)));
			return asked.map((one) => one.join(" ")).join(", ");
		},
	},
	{
		name: "a second overseer",
		weight: 1,
		alone: true, // it would rightly be let in
		async run(world) {
			if (!(await world.isAlone())) world.breaches.push("a second overseer was let in beside the first");
			return "";
		},
	},
];
