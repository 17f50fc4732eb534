import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Paths, pathsOf } from "../../server/config/paths.ts";
import type { DaemonStatus } from "../../server/contract/daemon.ts";
import { areGone } from "../../server/process-table/end-members.ts";
import { processTable } from "../../server/process-table/table.ts";
import type { ProcessInfo } from "../../server/process-table/types.ts";
import { end } from "../support/processes.ts";
import { eventually } from "../support/wait.ts";
import { castOf, configOf, type Member } from "./cast.ts";
import { Expectation } from "./expectation.ts";
import { type MemberProcess, memberProcesses } from "./members.ts";
import { Overseer, OverseerGone, type Report, type Verb } from "./overseer.ts";
import { Sequence } from "./sequence.ts";
import { SmallDisk } from "./small-disk.ts";
import { Stranger } from "./stranger.ts";
import { readWitness } from "./witness.ts";

/** The daemon whose folder is a small disk of its own. */
export const ON_SMALL_DISK = "python";

/** All parties of the fault harness, as real processes, and what is expected of them. */
export class World {
	readonly paths: Paths;
	readonly cast: Member[];
	readonly expectations: ReadonlyMap<string, Expectation>;
	readonly sequences: ReadonlyMap<string, Sequence>;
	readonly strangers: Stranger[] = [];
	/** Null where no file system can be mounted. */
	disk: SmallDisk | null = null;
	/** The present config.json cannot be used. */
	isMistaken = false;
	/** Breaches of a promise that a fault itself saw. */
	readonly breaches: string[] = [];
	private overseer!: Promise<Overseer>;
	private closed = false;

	private constructor(
		/** Where the programs write down when they live. */
		readonly folder: string,
	) {
		this.paths = pathsOf(join(folder, "state"));
		this.cast = castOf(folder);
		this.expectations = new Map(this.names.map((name) => [name, new Expectation(name)]));
		this.sequences = new Map(
			this.cast.map(({ name, counts }) => [name, new Sequence(this.paths.daemon(name), folder, counts)]),
		);
	}

	static async open(): Promise<World> {
		const world = new World(mkdtempSync(join(tmpdir(), "nightshift-faults-")));
		world.disk = SmallDisk.mount(world.paths.daemon(ON_SMALL_DISK).dir, "3m");
		await world.configure();
		const neighbour = { NIGHTSHIFT_HOME: "/elsewhere", NIGHTSHIFT_DAEMON: "writer", NIGHTSHIFT_INSTANCE: randomUUID() };
		world.strangers.push(await Stranger.start("plain", world.folder, {}));
		world.strangers.push(await Stranger.start("neighbour", world.folder, neighbour));
		world.overseer = world.startOverseer();
		await world.overseer;
		return world;
	}

	get names(): string[] {
		return this.cast.map(({ name }) => name);
	}

	expectation(name: string): Expectation {
		const expectation = this.expectations.get(name);
		if (!expectation) throw new Error(`nobody is named ${name}`);
		return expectation;
	}

	/** Asks the overseer; true when it has answered, false when it was killed before it could. */
	async request(verb: Verb, name: string): Promise<DaemonStatus | null> {
		const overseer = await this.overseer;
		const answer = overseer.request(verb, name);
		this.expectation(name).sent(verb, answer);
		return answer.catch((error: Error) => {
			if (error instanceof OverseerGone) return null;
			throw error;
		});
	}

	/** What the overseer says now; of its successor when it dies meanwhile. */
	async report(): Promise<Report> {
		for (;;) {
			const overseer = await this.overseer;
			try {
				return await overseer.report();
			} catch (error) {
				if (!(error instanceof OverseerGone)) throw error;
				if (!overseer.killed) throw new Error("the overseer ended by itself");
				if (this.closed) throw error;
			}
		}
	}

	async statusOf(name: string): Promise<DaemonStatus | null> {
		return (await this.report()).statuses.find((one) => one.name === name) ?? null;
	}

	/** Starts, as a person would, what could not be started before the fault was undone. True when there was something. */
	async startWhatFailed(): Promise<boolean> {
		const { statuses } = await this.report();
		const failed = statuses.filter(({ name, phase }) => phase === "failed" && this.expectation(name).mayHaveFailed);
		for (const status of statuses) this.expectation(status.name).settled(status);
		const crashers = new Set(this.cast.filter(({ crashes }) => crashes).map(({ name }) => name));
		const toStart = failed.filter(({ name }) => !crashers.has(name));
		await Promise.all(toStart.map(({ name }) => this.request("start", name)));
		return toStart.length > 0;
	}

	/** SIGKILL, then what is to happen while there is none, then the next one. */
	async killOverseer(meanwhile: () => Promise<void> | void = () => undefined): Promise<void> {
		const before = this.overseer;
		this.overseer = before.then(async (overseer) => {
			await overseer.kill();
			await meanwhile();
			return this.startOverseer();
		});
		await this.overseer;
	}

	/** SIGSTOP, and SIGCONT afterwards. */
	async pauseOverseer(meanwhile: () => Promise<void>): Promise<void> {
		const overseer = await this.overseer;
		await stopAndWait(overseer.pid, () => overseer.child.kill("SIGSTOP"));
		await meanwhile();
		overseer.child.kill("SIGCONT");
	}

	/** Whether a second one is refused. */
	async isAlone(): Promise<boolean> {
		const second = await Overseer.start(this.paths.home, this.overseerLog);
		await second?.kill();
		return second === null;
	}

	/** The living processes of some daemons, or of all: what the system itself says. */
	async processes(names: readonly string[] = this.names): Promise<MemberProcess[]> {
		return (await memberProcesses(this.paths.home)).filter(({ daemon }) => names.includes(daemon));
	}

	/** The daemons' own processes, without their children. */
	async roots(names: readonly string[] = this.names): Promise<MemberProcess[]> {
		const all = await this.processes(names);
		return all.filter(({ daemon, pid, token }) => readWitness(this.folder, daemon).roots.has(`${pid} ${token}`));
	}

	async killRoots(names: readonly string[]): Promise<void> {
		for (const name of names) this.expectation(name).touched();
		await killAll(await this.roots(names));
	}

	tokensOf(name: string): string[] {
		return readWitness(this.folder, name).tokens;
	}

	/** Replaces config.json as an editor would. */
	async configure(text: string = configOf(this.cast), { isMistaken = false } = {}): Promise<void> {
		this.isMistaken = isMistaken;
		await writeFile(`${this.paths.config}.new`, text);
		await rename(`${this.paths.config}.new`, this.paths.config);
	}

	/** The end of what the overseers have complained of. */
	complaints(): string {
		try {
			return readFileSync(this.overseerLog, "utf8").slice(-6_000);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
			throw error;
		}
	}

	/** Ends whatever is left. */
	async close(): Promise<void> {
		this.closed = true;
		await (await this.overseer.catch(() => null))?.kill();
		await eventually(async () => {
			const left = await this.processes();
			for (const { pid } of left) end(pid);
			return left.length === 0;
		});
		for (const stranger of this.strangers) await stranger.end();
		this.disk?.unmount();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}

	private get overseerLog(): string {
		return join(this.folder, "overseer.log");
	}

	private async startOverseer(): Promise<Overseer> {
		const overseer = await Overseer.start(this.paths.home, this.overseerLog).catch(async (error) => {
			// With a mistake in config.json none starts: a person mends that first.
			if (!this.isMistaken) throw error;
			await this.configure();
			return Overseer.start(this.paths.home, this.overseerLog);
		});
		if (!overseer) throw new Error("the overseer was refused although the one before it is dead");
		return overseer;
	}
}

/** SIGKILL; resolves when they are dead. */
export async function killAll(processes: readonly ProcessInfo[]): Promise<void> {
	for (const { pid } of processes) end(pid);
	await eventually(() => areGone(processes));
}

/** Stops a process, and waits until it stands still; one that has ended stands still as well. */
export async function stopAndWait(pid: number, stop: () => void): Promise<void> {
	stop();
	await eventually(async () => {
		const doing = await processTable.doing(pid);
		const info = await processTable.read(pid);
		return doing?.state === "stopped" || info === null || info.zombie;
	});
}
