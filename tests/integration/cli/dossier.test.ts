import { expect, test } from "vitest";
import type { Dossier, DossierEntry } from "../../../server/contract/dossier.ts";
import { dossierId, writeDossier } from "../../../server/dossier/store.ts";
import { cliFor } from "./run-cli.ts";

function dossier(at: string, title: string): Dossier {
	return {
		v: 1,
		id: dossierId(new Date(at), "1a2b3c4d-0000"),
		daemon: "bot",
		instance: "1a2b3c4d-0000",
		at,
		kind: "exit",
		title,
		exit: { code: 3, signal: null, cause: "crash", at, forced: false, survivors: [] },
		diagnosis: null,
		decision: "It is started again.",
		ranMs: 65_000,
		command: ["bot"],
		cwd: "/srv",
		changes: null,
		status: null,
		heartbeatAt: null,
		vitals: [],
		log: ["the \u202elast\u0007 words"],
	};
}

test("the last dossier is printed, others by their id, and all in a list, with the dashboard down", async () => {
	const cli = await cliFor({ bot: { command: ["x"] } });
	const folder = cli.paths.daemon("bot").dossiers;
	expect((await cli.run("dossier", "bot")).stdout).toContain("There is no dossier of bot");
	expect(await cli.json("dossier", "bot")).toBeNull();

	const [older, newer] = [
		dossier("2026-01-01T00:00:00.000Z", "It exited with 3"),
		dossier("2026-01-02T00:00:00.000Z", "It exited with 4"),
	];
	for (const one of [older, newer]) await writeDossier(folder, one);
	const shown = await cli.run("dossier", "bot");
	expect(shown).toMatchObject({ status: 0, stdout: expect.stringContaining("# bot: It exited with 4") });
	expect(shown.stdout).toContain("the ⟦U+202E⟧last⟦U+0007⟧ words");
	expect(await cli.json<Dossier>("dossier", "bot", older.id)).toEqual(older);

	const list = await cli.json<{ dossiers: DossierEntry[] }>("dossier", "bot", "--list");
	expect(list.dossiers.map(({ id }) => id)).toEqual([newer.id, older.id]);
	const table = await cli.run("dossier", "bot", "--list");
	expect(table.stdout).toMatch(
		new RegExp(`^ID.*\\n${newer.id} +\\d.* ago +It exited with 4 +1m 05s +not known\\n${older.id}`),
	);
});

test("wrong names are told apart from what is not there", async () => {
	const cli = await cliFor({ bot: { command: ["x"] } });
	expect(await cli.run("dossier", "nobody")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("config.json has: bot"),
	});
	expect(await cli.run("dossier", "bot", "../token")).toMatchObject({
		status: 1,
		stderr: expect.stringContaining("--list"),
	});
	expect((await cli.run("dossier", "bot", "x", "--list")).status).toBe(2);
});
