import { type Context, DONE } from "../context.ts";
import { withDatabase } from "../with-database.ts";

/**
 * `nightshift chats consolidate [DAY]`: writes the backups of a day's conversations, today's as far as it is. Works with the
 * chat monitor running, which waits meanwhile, and without.
 */
export async function consolidateChats(context: Context, wanted: string | undefined): Promise<number> {
	const { paths } = context;
	const [{ consolidateDay }, { dayAt }, { periodOf }, { readZone }] = await Promise.all([
		import("../../conversations/backup/consolidate.ts"),
		import("../../conversations/backup/day.ts"),
		import("../../handover/period.ts"),
		import("../../handover/read-zone.ts"),
	]);
	const done = await withDatabase(paths, async (db) => {
		const now = new Date();
		const zone = await readZone(db);
		const day = wanted ?? dayAt(now, zone).name;
		periodOf({ day }, null, now.getTime(), zone); // refuses what is no day, or has not begun
		return consolidateDay(db, day, { folder: paths.chats, now, zone });
	});
	context.print({ folder: paths.chats, ...done }, () => {
		const { day, file, conversations, written } = done;
		if (file === null) return `Nothing was said on ${day}, as far as the chat monitor has recorded it.`;
		const what = `${conversations} ${conversations === 1 ? "conversation" : "conversations"} of ${day}`;
		const how = written.length === 0 ? "nothing has changed since it was written" : `written to ${paths.chats}`;
		return [`${what}: ${how}.`, ...(written.length === 0 ? [file] : written).map((name) => `  ${name}`)].join("\n");
	});
	return DONE;
}
