import type { Database } from "../db/open.ts";
import { readPerson } from "../inbox/person.ts";
import { machineZone } from "../inbox/zoned-clock.ts";

/** The time zone by which the days of a handover begin: the person's, else the machine's. @throws NightshiftError `database-unavailable` */
export async function readZone(db: Database): Promise<string> {
	const { timeZone } = await db.read((prisma) => readPerson(prisma));
	return timeZone ?? machineZone();
}
