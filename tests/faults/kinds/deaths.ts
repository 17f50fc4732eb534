import { setTimeout as delay } from "node:timers/promises";
import { killAll, stopAndWait, type World } from "../world.ts";
import type { Fault } from "./fault.ts";

/** Processes killed and stopped, alone and together, and with nobody there to see it. */
export const DEATHS: readonly Fault[] = [
	{
		name: "kill the overseer",
		weight: 3,
		async run(world) {
			await world.killOverseer();
			return "";
		},
	},
	{
		name: "kill daemons",
		weight: 4,
		async run(world, random) {
			const names = random.some(world.names);
			await world.killRoots(names);
			return names.join(", ");
		},
	},
	{
		name: "kill a child",
		weight: 2,
		async run(world, random) {
			const share = random.next();
			const roots = new Set((await world.roots()).map(({ pid }) => pid));
			const children = (await world.processes()).filter(({ pid }) => !roots.has(pid));
			const child = children[Math.floor(share * children.length)];
			await killAll(child ? [child] : []);
			return child ? `${child.command} of ${child.daemon}` : "there is none";
		},
	},
	{
		name: "kill daemons and the overseer at once",
		weight: 3,
		async run(world, random) {
			const names = random.some(world.names);
			const roots = await world.roots(names);
			for (const name of names) world.expectation(name).touched();
			const killed = world.killOverseer();
			await killAll(roots);
			await killed;
			return names.join(", ");
		},
	},
	{
		name: "kill daemons while no overseer runs",
		weight: 3,
		async run(world, random) {
			const names = random.some(world.names);
			await world.killOverseer(() => world.killRoots(names));
			return names.join(", ");
		},
	},
	{
		name: "kill everything at once",
		weight: 1,
		async run(world) {
			for (const name of world.names) world.expectation(name).touched();
			const all = await world.processes();
			const killed = world.killOverseer();
			await killAll(all);
			await killed;
			return `${all.length} processes`;
		},
	},
	{
		name: "stop the overseer, kill daemons, let it go on",
		weight: 2,
		async run(world, random) {
			const names = random.some(world.names);
			await world.pauseOverseer(() => world.killRoots(names));
			return names.join(", ");
		},
	},
	{
		name: "stop a daemon (SIGSTOP), and let it go on",
		weight: 3,
		run: (world, random) =>
			stopDaemon(world, random.pick(world.names), random.pick(["wait", "stop", "restart", "die"])),
	},
];

async function stopDaemon(world: World, name: string, meanwhile: "wait" | "stop" | "restart" | "die"): Promise<string> {
	const [root] = await world.roots([name]);
	if (!root) return `${name}, which does not run`;
	await stopAndWait(root.pid, () => process.kill(root.pid, "SIGSTOP"));
	if (meanwhile === "wait")
		await delay(50); // the length of the fault, not a wait for anything
	else if (meanwhile === "die") await world.killOverseer();
	else await world.request(meanwhile, name);
	const still = (await world.roots([name])).some(({ pid, token }) => pid === root.pid && token === root.token);
	if (still) process.kill(root.pid, "SIGCONT");
	return `${name}, meanwhile ${meanwhile}`;
}
