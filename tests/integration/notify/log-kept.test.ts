import { expect, test } from "vitest";
import { forgetOldDeliveries, listDeliveries } from "../../../server/notify/deliveries.ts";
import { tempDatabase } from "../../support/database.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-11-21T08:00:00.000Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY);

function row(key: string, status: string, createdAt: Date) {
	const told = { event: "question", channel: "webhook", target: "own", urgency: "high", title: key, payload: {} };
	return { ...told, key, status, createdAt };
}

test("what was sent is in the log for a month; what still waits to be sent stays", async () => {
	const db = await tempDatabase();
	await db.prisma.delivery.createMany({
		data: [
			...["sent", "failed", "dropped", "pending"].map((status) => row(`old ${status}`, status, daysAgo(31))),
			...["sent", "pending"].map((status) => row(`young ${status}`, status, daysAgo(29))),
		],
	});
	expect(await forgetOldDeliveries(db, NOW)).toBe(3);
	const { deliveries } = await listDeliveries(db, {});
	expect(deliveries.map(({ title }) => title)).toEqual(["young pending", "young sent", "old pending"]);
	expect(await forgetOldDeliveries(db, NOW)).toBe(0);
});

test("of very many the last five thousand are kept", async () => {
	const db = await tempDatabase();
	const data = Array.from({ length: 5_010 }, (_, number) => row(`sent ${number}`, "sent", daysAgo(1)));
	await db.prisma.delivery.createMany({ data: [row("waits", "pending", daysAgo(1)), ...data] });
	expect(await forgetOldDeliveries(db, NOW)).toBe(10);
	expect(await db.prisma.delivery.count()).toBe(5_001);
	expect((await listDeliveries(db, { status: "pending" })).deliveries).toMatchObject([{ title: "waits" }]);
	expect(await db.prisma.delivery.findUnique({ where: { key: "sent 9" } })).toBeNull();
	expect(await db.prisma.delivery.findUnique({ where: { key: "sent 10" } })).not.toBeNull();
});
