import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { DaemonConfig } from "../../../server/config/types.ts";
import { openDatabase } from "../../../server/db/open.ts";
import { RoadmapSource } from "../../../server/state/roadmap-source.ts";
import { StateStore } from "../../../server/state/store.ts";
import { markAside, markNext } from "../../../server/work/marks.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { developer, NAME } from "./rig.ts";

const TEXT = "## US-1: First\n**Status**: Planned\n";

async function follow(...developers: string[]) {
	const paths = await tempHome();
	const workspace = join(paths.home, "work");
	await mkdir(workspace);
	const store = new StateStore({
		dashboard: { running: true, pid: 1, url: "", version: "", startedAt: "" },
		daemons: [],
		pending: [],
		pendingCount: 0,
		activity: [],
		problems: [],
		vitals: {},
		revisions: {},
	});
	const errors: unknown[] = [];
	let configs: DaemonConfig[] = (developers.length > 0 ? developers : [NAME]).map((name) => developer(workspace, name));
	const source = new RoadmapSource({
		store,
		configs: () => configs,
		trouble: { worked: () => {}, failed: (error) => errors.push(error) },
		logger: { error: (context) => errors.push(context) },
	});
	onTestFinished(async () => {
		await source.close();
		expect(errors).toEqual([]);
	});
	const revision = (name = NAME) => store.state.revisions[`roadmap:${name}`] ?? 0;
	/** Does something, and waits until it was told. */
	const told = async (act: () => Promise<unknown>, name = NAME) => {
		const before = revision(name);
		await act();
		await eventually(() => (revision(name) > before ? true : null));
	};
	const configure = (next: DaemonConfig[]) => {
		configs = next;
		source.configure();
	};
	return { paths, workspace, store, source, revision, told, configure };
}

describe("tells of a roadmap", () => {
	test("that appears, is written, replaced by rename, emptied, moved to another place, or deleted", async () => {
		const { workspace, told } = await follow();
		const file = join(workspace, "ROADMAP.md");
		await told(() => writeFile(file, TEXT));
		await told(() => writeFile(file, `${TEXT}more\n`));
		await told(async () => {
			await writeFile(join(workspace, "new.md"), TEXT);
			await rename(join(workspace, "new.md"), file);
		});
		await told(() => writeFile(file, ""));
		await told(() => rm(file));
		await told(async () => {
			await mkdir(join(workspace, "docs", "roadmap"), { recursive: true });
			await writeFile(join(workspace, "docs", "roadmap", "ROADMAP.md"), TEXT);
		});
		await told(() => writeFile(join(workspace, "docs", "ROADMAP.md"), TEXT));
		await told(() => rm(join(workspace, "docs"), { recursive: true }));
	});

	test("whose last of several quick changes counts", async () => {
		const { workspace, told } = await follow();
		const file = join(workspace, "ROADMAP.md");
		for (let round = 0; round < 5; round++) {
			await told(async () => {
				for (let step = 0; step < 10; step++) await writeFile(file, `${TEXT}${round} ${step}\n`);
			});
		}
	});

	test("in a folder that is made later", async () => {
		const { paths, told, configure } = await follow();
		const later = join(paths.home, "later");
		configure([developer(later)]);
		await told(async () => {
			await mkdir(later);
			await writeFile(join(later, "ROADMAP.md"), TEXT);
		});
	});

	test("of each developer, and not of other files", async () => {
		const { workspace, revision, told } = await follow("one", "two");
		await writeFile(join(workspace, "README.md"), "x");
		await told(() => writeFile(join(workspace, "ROADMAP.md"), TEXT), "one");
		await eventually(() => (revision("two") > 0 ? true : null));
		expect([revision("one"), revision("two")]).toEqual([1, 1]);
	});

	test("of the workspace that config.json has now", async () => {
		const { paths, workspace, revision, told, configure } = await follow();
		const other = join(paths.home, "other");
		await mkdir(other);
		await told(async () => configure([developer(other)]));
		await told(() => writeFile(join(other, "ROADMAP.md"), TEXT));
		const before = revision();
		await writeFile(join(workspace, "ROADMAP.md"), TEXT);
		await told(() => writeFile(join(other, "ROADMAP.md"), `${TEXT}x`));
		expect(revision()).toBe(before + 1);
	});
});

test("tells of a mark that any process sets, of the daemon it is about", async () => {
	const { paths, source, revision, told } = await follow("one", "two");
	const owner = { daemon: "one", workspace: "/somewhere" };
	const database = await openDatabase(paths.database);
	const another = await openDatabase(paths.database);
	onTestFinished(async () => {
		source.following.unfollow();
		await Promise.all([database.close(), another.close()]);
	});
	source.following.follow(database);
	await source.following.settled();
	await told(() => markAside(another, owner, "US-1", "later"), "one");
	await told(() => markNext(database, owner, "US-2", true), "one");
	await told(() => markNext(another, owner, "US-2", false), "one");
	expect(revision("two")).toBe(0);
});
