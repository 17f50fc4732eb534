import type { Ignored } from "./types.ts";

/** Lines of rubbish after which an agent that has said nothing else is given up. */
const RUBBISH_LIMIT = 50;
/** Lines of rubbish, and kinds of unknown updates, that are worth a line of the log each. */
const LOGGED = 10;
const MAX_LINE = 1_000;

/** What an agent sends that cannot be used: counted, told in the log at first, and otherwise left alone. */
export class Oddities {
	readonly ignored: Ignored = { rubbishLines: 0, longLines: 0, unknownUpdates: 0, characters: 0 };
	/** The first line it printed where messages belong. */
	rubbish: string | null = null;
	/** Resolves with that line once there have been many, and not one message. */
	readonly babbling: Promise<string>;
	private giveUp: (sample: string) => void = () => undefined;
	private spoken = false;
	private readonly kinds = new Set<string>();

	constructor(private readonly log: (line: string) => void) {
		this.babbling = new Promise((resolve) => {
			this.giveUp = resolve;
		});
	}

	message(): void {
		this.spoken = true;
	}

	rubbishLine(line: string): void {
		const count = ++this.ignored.rubbishLines;
		const shown = line.trimEnd().slice(0, MAX_LINE);
		this.rubbish ??= shown;
		if (count <= LOGGED) this.log(`the agent printed where messages belong: ${shown}`);
		if (count === LOGGED) this.log("further lines of this kind are counted, not shown");
		if (count === RUBBISH_LIMIT && !this.spoken) this.giveUp(this.rubbish);
	}

	longLine(): void {
		if (++this.ignored.longLines > 1) return;
		this.log("the agent sent a message that is too long; such messages are counted and left out");
	}

	unknownUpdate(name: string): void {
		this.ignored.unknownUpdates++;
		if (this.kinds.has(name) || this.kinds.size >= LOGGED) return;
		this.kinds.add(name);
		this.log(`the agent sent an update that is not known here: ${name}`);
	}
}
