import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../../server/config/load.ts";
import type { RoadmapView } from "../../../server/contract/work.ts";
import { markAside } from "../../../server/work/marks.ts";
import { startDashboard, type TestDashboard } from "../../support/dashboard.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { tempHome } from "../../support/temp-home.ts";
import { NAME, RoadmapRig } from "./rig.ts";

const TEXT = "## US-1: One\n**Status**: Planned\n\n## US-2: Two\n**Status**: Planned\n";

/** What a page sees of it. */
async function follow(dashboard: TestDashboard) {
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const live = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders })));
	await live.start();
	const revision = (state = live.state) => state.revisions[`roadmap:${NAME}`] ?? 0;
	/** Does something, and waits until pages are told. */
	return async (act: () => Promise<unknown>) => {
		const before = revision();
		await act();
		await live.until((state) => revision(state) > before);
	};
}

describe("a page is told", () => {
	test("of an edit, a mark, and what others write to the file or the database", async () => {
		const rig = await RoadmapRig.start(TEXT);
		const told = await follow(rig.dashboard);
		await told(() => rig.edit("US-1", "status", { status: "done" }));
		await told(() => rig.call("/items/US-2/next", { next: true }));
		await told(() => rig.write(TEXT));
		expect(await rig.entry("US-1")).toMatchObject({ status: "planned" });
		await told(() =>
			rig.withDatabase((db) => markAside(db, { daemon: NAME, workspace: rig.workspace }, "US-1", "three failures")),
		);
		expect(await rig.entry("US-1")).toMatchObject({ shown: "aside", aside: "three failures" });
	});

	test("when config.json names another workspace", async () => {
		const paths = await tempHome();
		const [one, two] = [join(paths.home, "one"), join(paths.home, "two")];
		for (const folder of [one, two]) await mkdir(folder);
		await writeFile(join(one, "ROADMAP.md"), TEXT);
		await writeFile(join(two, "ROADMAP.md"), TEXT.replaceAll("US-", "US-10"));
		const save = async (workspace: string) => {
			await writeFile(
				`${paths.config}.new`,
				JSON.stringify({ daemons: { [NAME]: { program: "code-developer", workspace, autostart: false } } }),
			);
			await rename(`${paths.config}.new`, paths.config);
		};
		await save(one);
		const loaded = await loadConfig(paths, {});
		const dashboard = await startDashboard(loaded.daemons, paths, loaded.text);
		const told = await follow(dashboard);
		const ids = async () =>
			(await dashboard.api<RoadmapView>(`/daemons/${NAME}/roadmap`)).body.items.map(({ id }) => id);
		expect(await ids()).toEqual(["US-1", "US-2"]);
		await told(() => save(two));
		expect(await ids()).toEqual(["US-101", "US-102"]);
	});
});

describe("a file that is being saved", () => {
	test("and is gone or empty for a moment has not lost its items", async () => {
		const rig = await RoadmapRig.start(TEXT);
		expect((await rig.view()).items).toHaveLength(2);
		await rm(join(rig.workspace, "ROADMAP.md"));
		const [view] = await Promise.all([rig.view(), rig.write(`${TEXT}\n## US-3: Three\n**Status**: Planned\n`)]);
		expect(view.items.length).toBe(3);
		await rig.write("");
		const [again] = await Promise.all([rig.view(), rig.write(TEXT)]);
		expect(again.items).toHaveLength(2);
	});

	test("and stays gone, or is moved, is believed", async () => {
		const rig = await RoadmapRig.start(TEXT);
		await rig.view();
		await mkdir(join(rig.workspace, "docs"));
		await rename(join(rig.workspace, "ROADMAP.md"), join(rig.workspace, "docs", "ROADMAP.md"));
		expect((await rig.view()).file).toBe(join(rig.workspace, "docs", "ROADMAP.md"));
		await rm(join(rig.workspace, "docs"), { recursive: true });
		expect((await rig.call("")).status).toBe(404);
	});
});
