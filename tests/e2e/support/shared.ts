import { rm } from "node:fs/promises";
import { Nightshift } from "./nightshift.ts";
import { makeWorkspace, type Workspace } from "./workspace.ts";

/** The daemons of the configuration, with a developer that works in this folder. */
export type Daemons = (folder: string) => Record<string, unknown>;

/** A workspace, and a dashboard with a developer for it. */
export interface Installation {
	workspace: Workspace;
	nightshift: Nightshift;
}

export async function install(roadmap: string, daemons: Daemons): Promise<Installation> {
	const workspace = await makeWorkspace(roadmap);
	const nightshift = await Nightshift.create(daemons(workspace.folder));
	await nightshift.start();
	return { workspace, nightshift };
}

export async function uninstall({ workspace, nightshift }: Installation): Promise<void> {
	await nightshift.destroy();
	await rm(workspace.folder, { recursive: true, force: true });
}

/**
 * The dashboard of one worker, which its tests use one after the other and leave as they found it. There is one at a time: tests
 * that can use the same stand next to each other, and one that nobody uses only takes from the others.
 */
export class SharedDashboard {
	private present: (Installation & { key: string; running: ReadonlySet<string> }) | null = null;

	/** The present one when it was made of the same, else a new one. */
	async take(roadmap: string, daemons: Daemons): Promise<Installation> {
		const key = JSON.stringify([roadmap, daemons("")]);
		if (this.present?.key === key) return this.present;
		await this.end();
		const installation = await install(roadmap, daemons);
		this.present = { ...installation, key, running: await wantedUp(installation.nightshift) };
		return this.present;
	}

	/** After each test: nothing is asked any more, and only those daemons run that did at first. */
	async tidy(): Promise<void> {
		if (!this.present) return;
		const { nightshift, workspace, running } = this.present;
		const up = await wantedUp(nightshift);
		for (const name of up) if (!running.has(name)) await nightshift.stopDaemon(name);
		for (const name of running) if (!up.has(name)) await nightshift.startDaemon(name);
		for (const { ticket } of await nightshift.pending()) await nightshift.withdraw(ticket, "The test has ended.");
		const changes = await workspace.git("status", "--porcelain");
		if (changes) throw new Error(`A test that shares its dashboard has changed the workspace:\n${changes}`);
	}

	/** Ends and removes it. */
	async end(): Promise<void> {
		const ending = this.present;
		this.present = null;
		if (ending) await uninstall(ending);
	}
}

async function wantedUp(nightshift: Nightshift): Promise<Set<string>> {
	const { daemons } = await nightshift.status();
	return new Set(daemons.filter(({ desired }) => desired === "up").map(({ name }) => name));
}
