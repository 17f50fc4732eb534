import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "../../config/write-json.ts";

const schema = z.object({
	v: z.literal(1),
	/** The person has said pause, and not yet resume. */
	paused: z.boolean(),
	/** The person has said that items without steps are passed over, whichever they are. */
	passOver: z.boolean(),
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
		return new Memory(path, known ?? { v: 1, paused: false, passOver: false });
	}

	get current(): Readonly<Remembered> {
		return this.remembered;
	}

	/** Durable when it resolves. */
	async keep(change: Partial<Remembered>): Promise<void> {
		this.remembered = { ...this.remembered, ...change };
		await writeJson(this.path, this.remembered);
	}
}
