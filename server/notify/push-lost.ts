import type { NotifyConfig } from "../config/notify-types.ts";
import type { Problem } from "../contract/state.ts";
import type { Prisma } from "../db/generated/client.ts";
import type { Database } from "../db/open.ts";

/** Of Setting: since when no browser is left, where the last one went without the person's doing. */
const KEY = "push-lost";

const ID = "notify-push";
const TEXT =
	"The last browser that got push messages takes none any more, so nothing reaches you while you look elsewhere: turn push on again in the settings.";

/** Forgets a browser whose push service no longer knows it, and notes it when no other is left. */
export async function dropGoneBrowser(database: Database, id: number): Promise<void> {
	await database.write(async (transaction) => {
		const { count } = await transaction.pushSubscription.deleteMany({ where: { id } });
		if (count === 0 || (await transaction.pushSubscription.count()) > 0) return;
		const now = new Date();
		await transaction.setting.upsert({
			where: { key: KEY },
			create: { key: KEY, value: { at: now.toISOString() }, changedAt: now },
			update: { value: { at: now.toISOString() }, changedAt: now },
		});
	});
}

/** There is a browser again, in the transaction that adds it. */
export async function foundBrowser(transaction: Prisma.TransactionClient): Promise<void> {
	await transaction.setting.deleteMany({ where: { key: KEY } });
}

/** What is shown while nothing tells the person any more, because push was the only way; null: nothing of the kind. */
export async function pushProblem(
	database: Database,
	{ push, email, webhooks }: NotifyConfig,
): Promise<Problem | null> {
	const others = [email, ...webhooks].filter((way) => way !== null && way.problem === null);
	if (!push || others.length > 0) return null;
	const lost = await database.read((prisma) => prisma.setting.findUnique({ where: { key: KEY } }));
	if (!lost) return null;
	return { id: ID, severity: "warning", text: TEXT, since: lost.changedAt.toISOString(), page: "/settings" };
}

/** Shows that problem for as long as it lasts. */
export class PushWatch {
	private shown: string | null = null;

	constructor(
		private readonly apply: (
			change: { type: "problem"; problem: Problem } | { type: "problem-gone"; id: string },
		) => void,
	) {}

	/** Looks whether there is one. */
	async look(database: Database, config: NotifyConfig): Promise<void> {
		const problem = await pushProblem(database, config);
		const since = problem?.since ?? null;
		if (since === this.shown) return;
		this.shown = since;
		this.apply(problem ? { type: "problem", problem } : { type: "problem-gone", id: ID });
	}
}
