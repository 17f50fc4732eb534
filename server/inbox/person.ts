import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { settlePerson } from "../config/person-schema.ts";
import type { PersonConfig } from "../config/types.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";
import { PERSON, raiseRevision } from "./inbox-revision.ts";
import { moveDigest, reschedule } from "./reschedule.ts";
import { machineZone } from "./zoned-clock.ts";

const minutes = z.number().int().min(0).max(1_439);

/** As it stands in the database, where every process that uses the inbox finds the same. */
const settingSchema = z.object({
	name: z.string().nullable(),
	hours: z.array(z.object({ days: z.array(z.number().int().min(0).max(6)), from: minutes, to: minutes })),
	timeZone: z.string().nullable(),
	digest: z.array(minutes),
	undoMs: z.number().nonnegative(),
});

/** When the person is there, as the dashboard last knew it; the defaults when none has ever run. */
export async function readPerson(prisma: Pick<Prisma.TransactionClient, "setting">): Promise<PersonConfig> {
	const row = await prisma.setting.findUnique({ where: { key: PERSON } });
	// Of a newer version, perhaps: then nobody is kept waiting for hours that nobody understands.
	return settingSchema.safeParse(row?.value).data ?? settlePerson();
}

/**
 * Keeps what config.json says of the person where every process finds it, and reckons the deadlines of what is pending
 * anew when that changed. The same again writes nothing. What was cut off half-way is done again from its beginning.
 * @returns whether it changed
 * @throws NightshiftError `database-unavailable`
 */
export async function keepPerson(db: Database, config: PersonConfig, now: Date = new Date()): Promise<boolean> {
	const person = { ...config, timeZone: config.timeZone ?? machineZone() };
	const isKept = async (prisma: Pick<Prisma.TransactionClient, "setting">) => {
		const row = await prisma.setting.findUnique({ where: { key: PERSON } });
		return isDeepStrictEqual(row?.value, person);
	};
	// Without the write lock first: it rarely changes.
	if (await db.read(isKept)) return false;
	// What is asked from here on is by the new hours; what was asked before is still to be moved.
	await db.write((transaction) => write(transaction, { ...person, isMoving: true }));
	await reschedule(db, person);
	await db.write(async (transaction) => {
		await moveDigest(transaction, person, now);
		await write(transaction, person);
	});
	return true;
}

/** @param person `isMoving` while what is pending is still by what it was before: then it is not the same, and done again */
async function write(transaction: Prisma.TransactionClient, person: PersonConfig & { isMoving?: true }): Promise<void> {
	const value = person as unknown as Prisma.InputJsonObject;
	const create = { key: PERSON, value, changedAt: new Date() };
	await transaction.setting.upsert({ where: { key: PERSON }, create, update: { value } });
	await raiseRevision(transaction);
}
