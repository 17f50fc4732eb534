import { NightshiftError } from "../contract/errors.ts";
import type { Database } from "../db/open.ts";

/** What is known of an agent that uses the inbox over MCP. */
export interface Asker {
	name: string;
	/** What the client calls itself. */
	client: string | null;
	transport: "http" | "stdio";
}

/** In the table of settings, before the asker's name. */
const PREFIX = "mcp-asker:";
/** How old the record of its last call may be, in milliseconds: calls are many, and the time is for people. */
const FRESH_MS = 10 * 60_000;
/** So many are remembered, those that called last: names cost an agent nothing. */
const MOST = 200;

/** Notes that an agent uses this name, so that the person can tell it something. Writes now and then only. */
export async function noteAsker(db: Database, { name, client, transport }: Asker): Promise<void> {
	const key = PREFIX + name;
	const known = await db.read((prisma) => prisma.setting.findUnique({ where: { key } }));
	const now = new Date();
	if (known && now.getTime() - known.changedAt.getTime() < FRESH_MS) return;
	const value = { client, transport };
	await db.write(async (transaction) => {
		await transaction.setting.upsert({
			where: { key },
			create: { key, value, changedAt: now },
			update: { value, changedAt: now },
		});
		if (known) return;
		const oldest = await transaction.setting.findMany({
			where: { key: { startsWith: PREFIX, not: key } },
			select: { key: true },
			orderBy: { changedAt: "desc" },
			skip: MOST - 1,
		});
		await transaction.setting.deleteMany({ where: { key: { in: oldest.map((one) => one.key) } } });
	});
}

/** The names of the agents, 200 at most, that have last used the inbox over MCP. */
export async function listAskers(db: Database): Promise<string[]> {
	const where = { key: { startsWith: PREFIX } };
	const rows = await db.read((prisma) =>
		prisma.setting.findMany({ where, select: { key: true }, orderBy: { key: "asc" } }),
	);
	return rows.map(({ key }) => key.slice(PREFIX.length));
}

/**
 * Whom a command may be for: a daemon of config.json, or an agent that has used the inbox over MCP under that name. Anybody
 * else would never read it.
 * @param askers as `listAskers` gives them; asked for only when config.json does not have the name
 * @throws NightshiftError `unknown-daemon`, with the names there are
 */
export async function checkAddressee(
	name: string,
	configured: readonly string[],
	askers: () => Promise<readonly string[]>,
): Promise<void> {
	if (configured.includes(name)) return;
	const agents = await askers();
	if (agents.includes(name)) return;
	const daemons = configured.length > 0 ? `config.json has: ${configured.join(", ")}` : "config.json has none yet";
	const others = agents.length > 0 ? `; agents that use the inbox: ${agents.join(", ")}` : "";
	const sentence = `There is no daemon named "${name.slice(0, 64)}"; ${daemons}${others}.`;
	throw new NightshiftError("unknown-daemon", sentence, { name: name.slice(0, 64) });
}
