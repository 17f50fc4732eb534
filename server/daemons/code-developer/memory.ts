import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../../config/write-json.ts";
import type { Spent } from "./budget.ts";

const schema = z.object({
	v: z.literal(1),
	/** The person has said pause, and not yet resume. */
	paused: z.boolean(),
	/** The person has said that items without steps are passed over, whichever they are. */
	passOver: z.boolean(),
	/** The person has said to end after the item in work. */
	endAfterTask: z.boolean().default(false),
	/** How the worktree of a run was when its last attempt began: what came of one that was cut off is seen against it. */
	attempt: z.object({ run: z.number(), worktree: z.string().nullable() }).nullable().default(null),
	/** The `retry` that was carried out last, and what it was about: it may have been cut off before its receipt. */
	retry: z
		.object({ order: z.string(), items: z.array(z.string()) })
		.nullable()
		.default(null),
	/** What the person granted beyond a day's budget, and the day: milliseconds since 1970 of its midnight. */
	granted: z
		.object({
			day: z.number(),
			timeMs: z.number().optional(),
			tokens: z.number().optional(),
			cost: z.number().optional(),
		})
		.nullable()
		.default(null),
});
type Remembered = z.infer<typeof schema>;

/** What the person has told the developer once and for all: `developer.json` in its folder. */
export class Memory {
	private constructor(
		private readonly path: string,
		private remembered: Remembered,
	) {}

	/** A file that is missing or damaged means that nothing was said. */
	static async load(folder: string): Promise<Memory> {
		const path = join(folder, "developer.json");
		const known = schema.safeParse(await readJson(path)).data;
		return new Memory(path, known ?? schema.parse({ v: 1, paused: false, passOver: false }));
	}

	get current(): Readonly<Remembered> {
		return this.remembered;
	}

	/** What was granted beyond the budget of this day. */
	grantedOn(day: Date): Partial<Spent> {
		const { granted } = this.remembered;
		return granted?.day === day.getTime() ? granted : {};
	}

	/** Durable when it resolves. */
	async keep(change: Partial<Remembered>): Promise<void> {
		this.remembered = { ...this.remembered, ...change };
		await writeJson(this.path, this.remembered);
	}
}
