import { expect, test } from "vitest";
import { listAskers, noteAsker } from "../../../server/mcp/askers.ts";
import { tempDatabase } from "../../support/database.ts";

test("two hundred agents are remembered, those that called last", async () => {
	const db = await tempDatabase();
	const old = new Date(Date.now() - 3_600_000);
	await db.write(async (transaction) => {
		await transaction.setting.create({ data: { key: "person", value: {}, changedAt: new Date(0) } });
		for (let nth = 1; nth <= 200; nth += 1) {
			const changedAt = new Date(old.getTime() + nth);
			await transaction.setting.create({ data: { key: `mcp-asker:agent-${nth}`, value: {}, changedAt } });
		}
	});
	await noteAsker(db, { name: "agent-1", client: null, transport: "http" });
	await noteAsker(db, { name: "new", client: null, transport: "http" });
	const names = await listAskers(db);
	expect(names).toHaveLength(200);
	expect(names).toEqual(expect.arrayContaining(["agent-1", "agent-3", "new"]));
	expect(names).not.toContain("agent-2");
	expect(await db.read((prisma) => prisma.setting.count({ where: { key: "person" } }))).toBe(1);
});
