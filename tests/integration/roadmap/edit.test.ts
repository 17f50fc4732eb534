import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sharedFile } from "../../unit/roadmap/shared-file.ts";
import { NAME, RoadmapRig } from "./rig.ts";

const TWO = "## US-1: First\r\n\r\n**Status**: 📝 Planned\r\n\r\n## US-2: Second\r\n\r\n**Status**: 📝 Planned\r\n";

describe("an edit of the file", () => {
	test("answers with the roadmap as it is then, and keeps what was there", async () => {
		const rig = await RoadmapRig.start(TWO);
		const done = await rig.edit("US-1", "status", { status: "done" });
		expect(done.status).toBe(200);
		expect(done.body.items.map(({ shown }) => shown)).toEqual(["done", "planned"]);
		expect(done.body.version).toBe((await rig.view()).version);
		expect((await rig.edit("US-2", "estimate", { estimate: "2 h" })).body.items[1]).toMatchObject({ estimate: "2 h" });
		expect((await rig.edit("US-2", "move", { before: "US-1" })).body.items.map(({ id }) => id)).toEqual([
			"US-2",
			"US-1",
		]);
		expect((await rig.edit("US-2", "move", { before: null })).body.items.map(({ id }) => id)).toEqual(["US-1", "US-2"]);
		expect((await rig.edit("US-2", "estimate", { estimate: null })).body.items[1]).toMatchObject({ estimate: null });
		expect((await rig.edit("US-1", "status", { status: "planned" })).status).toBe(200);
		expect(await rig.text()).toBe(TWO);
		const { roadmapBackups } = rig.dashboard.paths.daemon(NAME);
		const [first = ""] = (await readdir(roadmapBackups)).sort();
		expect(await readFile(join(roadmapBackups, first), "utf8")).toBe(TWO);
	});

	test("adds an item, and answers with it", async () => {
		const rig = await RoadmapRig.start(TWO);
		const { version } = await rig.view();
		const added = await rig.call<object>("/items", { title: "Third", body: "Why:\n- [ ] a", after: "US-1", version });
		expect(added).toMatchObject({
			status: 201,
			body: { ref: "US-3", title: "Third", status: "planned", line: 5, tasks: [{ text: "a", done: false }] },
		});
		expect(await rig.text()).toContain(
			"## US-3: Third\r\n\r\n**Status**: 📝 Planned\r\n\r\nWhy:\r\n- [ ] a\r\n\r\n## US-2",
		);
	});

	test("for an older version is refused, and nothing is written", async () => {
		const rig = await RoadmapRig.start(TWO);
		const { version } = await rig.view();
		await rig.write(TWO.replace("First", "Changed by hand"));
		const answers = [
			await rig.edit("US-1", "status", { status: "done", version }),
			await rig.edit("US-1", "move", { before: null, version }),
			await rig.call<{ code: string; detail: string }>("/items", { title: "x", version }),
		];
		for (const { status, body } of answers) {
			expect([status, body.code]).toEqual([409, "version-conflict"]);
			expect(body.detail).toMatch(/nothing was written: look again\.$/);
		}
		expect(await rig.text()).toContain("Changed by hand");
	});

	test("of two at the same moment one is refused", async () => {
		const rig = await RoadmapRig.start(TWO);
		const { version } = await rig.view();
		const answers = await Promise.all([
			rig.edit("US-1", "status", { status: "done", version }),
			rig.edit("US-2", "status", { status: "done", version }),
		]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
		expect((await rig.text()).match(/✅/g)).toHaveLength(1);
	});

	test("that makes no sense gets one sentence", async () => {
		const rig = await RoadmapRig.start(TWO);
		const refused = async (action: string, body: object) => {
			const answer = await rig.edit("US-1", action, body);
			expect(answer.body.detail).toMatch(/^[^\n]+\.$/);
			return [answer.status, answer.body.code];
		};
		expect(await refused("status", { status: "planned" })).toEqual([400, "bad-request"]);
		expect(await refused("status", { status: "unknown" })).toEqual([400, "bad-request"]);
		expect(await refused("status", { status: "done", version: "" })).toEqual([400, "bad-request"]);
		expect(await refused("estimate", { estimate: "  " })).toEqual([400, "bad-request"]);
		expect(await refused("move", { before: "US-1" })).toEqual([400, "bad-request"]);
		expect(await refused("move", { before: "US-9" })).toEqual([404, "unknown-item"]);
		expect(await refused("move", {})).toEqual([400, "bad-request"]);
		expect(await rig.text()).toBe(TWO);
	});

	test("of a real roadmap of 775 kB changes one line of it", async () => {
		const text = await readFile(sharedFile("coffee-maker-775k.md"), "utf8");
		const rig = await RoadmapRig.start(text);
		expect((await rig.edit("PRIORITY 2.9", "status", { status: "blocked" })).status).toBe(200);
		const [before, after] = [text.split("\n"), (await rig.text()).split("\n")];
		expect(after.length).toBe(before.length);
		expect(after.filter((line, index) => line !== before[index])).toEqual(["**Status**: ⏸️ Blocked"]);
	});
});
