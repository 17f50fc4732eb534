import { modesOfConfig, type SessionModes } from "./session-modes.ts";
import type { Update } from "./session-updates.ts";
import type { Throttle } from "./throttle.ts";
import type { AgentEvents, AgentUsage, SessionFacts } from "./types.ts";

/** How a session works, what it is called and what it has used: news also when its past is told again. */
export class SessionState {
	private knownModes: SessionModes | null = null;
	private commands: string[] = [];
	private title: string | null = null;
	private usage: AgentUsage = { contextUsed: null, contextSize: null, cost: null };

	constructor(
		private readonly events: AgentEvents,
		private readonly throttle: Throttle,
		private readonly tell: (event: () => void) => void,
	) {}

	/** What the agent has said of its modes; null: nothing. */
	get modes(): SessionModes | null {
		return this.knownModes;
	}

	/** @returns whether the update was about these things. */
	update(update: Update): boolean {
		const { events } = this;
		switch (update.type) {
			case "usage":
				this.usage = newerUsage(this.usage, update.usage);
				this.throttle.soon("usage", () => this.tell(() => events.usage?.(this.usage)));
				return true;
			case "mode":
				this.modeIs(update.modeId);
				return true;
			case "config": {
				const modes = modesOfConfig(update.configOptions);
				// Some agents give their modes in both ways; the one they were opened with stays the way to set them.
				if (modes) this.learnModes({ ...modes, configId: this.knownModes ? this.knownModes.configId : modes.configId });
				return true;
			}
			case "commands":
				this.commands = update.names;
				return true;
			case "title": {
				const { title } = update;
				this.title = title;
				this.throttle.soon("title", () => this.tell(() => events.sessionTitle?.(title)));
				return true;
			}
			default:
				return false;
		}
	}

	learnModes(modes: SessionModes): void {
		const before = this.knownModes?.current;
		this.knownModes = modes;
		if (modes.current !== before) this.tell(() => this.events.mode?.(modes.current));
	}

	modeIs(modeId: string): void {
		this.learnModes({ available: [], configId: null, ...this.knownModes, current: modeId });
	}

	facts(): SessionFacts {
		const { knownModes, commands, title } = this;
		return { mode: knownModes?.current ?? null, modes: knownModes?.available ?? [], commands, title };
	}
}

/** What one update leaves out is as it was. */
function newerUsage(before: AgentUsage, now: AgentUsage): AgentUsage {
	return {
		contextUsed: now.contextUsed ?? before.contextUsed,
		contextSize: now.contextSize ?? before.contextSize,
		cost: now.cost ?? before.cost,
	};
}
