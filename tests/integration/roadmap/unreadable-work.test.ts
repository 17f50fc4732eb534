import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RoadmapDesk } from "../../../server/roadmap/desk.ts";
import { tempDatabase } from "../../support/database.ts";
import { tempHome } from "../../support/temp-home.ts";
import { developer, NAME } from "./rig.ts";

const TWO = "## US-1: First\n\n**Status**: 📝 Planned\n\n## US-2: Second\n\n**Status**: 📝 Planned\n";

/** A desk whose database can be closed under it. */
async function deskWithDatabase() {
	const paths = await tempHome();
	const workspace = join(paths.home, "work");
	await mkdir(workspace);
	const file = join(workspace, "ROADMAP.md");
	await writeFile(file, TWO);
	const database = await tempDatabase();
	let onChange = (): unknown => undefined;
	const desk = new RoadmapDesk({
		paths,
		configOf: () => developer(workspace),
		database: () => database,
		onChange: () => onChange(),
	});
	const loseDatabaseOnChange = () => {
		onChange = () => database.close();
	};
	return { desk, database, loseDatabaseOnChange, text: () => readFile(file, "utf8") };
}

test("an edit that is answered with an error was not written: the work is read first", async () => {
	const { desk, database, text } = await deskWithDatabase();
	const { version } = await desk.view(NAME);
	await database.close();
	await expect(desk.edit(NAME, version, { edit: "status", ref: "US-1", status: "done" })).rejects.toMatchObject({
		code: "database-unavailable",
	});
	await expect(desk.add(NAME, version, { title: "Third" })).rejects.toMatchObject({ code: "database-unavailable" });
	expect(await text()).toBe(TWO);
});

describe("what was written is answered with the roadmap, also when the database is lost meanwhile:", () => {
	test("an edit", async () => {
		const { desk, text, loseDatabaseOnChange } = await deskWithDatabase();
		const { version } = await desk.view(NAME);
		loseDatabaseOnChange();
		const view = await desk.edit(NAME, version, { edit: "status", ref: "US-1", status: "done" });
		expect(view.items.map(({ shown }) => shown)).toEqual(["done", "planned"]);
		expect(view.version).not.toBe(version);
		expect(await text()).toContain("✅");
	});

	test("a new item", async () => {
		const { desk, text, loseDatabaseOnChange } = await deskWithDatabase();
		const { version } = await desk.view(NAME);
		loseDatabaseOnChange();
		expect(await desk.add(NAME, version, { title: "Third" })).toMatchObject({ ref: "US-3", title: "Third", runs: [] });
		expect(await text()).toContain("US-3: Third");
	});
});
