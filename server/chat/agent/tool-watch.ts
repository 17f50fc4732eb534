import { relative } from "node:path";
import type { AgentToolCall, PermissionRequest } from "../../agents/types.ts";
import { followLinks, isWithin, placeOf } from "../../policy/places.ts";
import { oneLine } from "../../text/cut.ts";

/** How long a change may be announced before it is asked for: most agents announce what they then ask about. */
const ASK_MS = 400;
const CHANGING = ["edit", "delete", "move", "execute"];
const READING = ["read", "search"];
const MAX_NAME = 100;

export interface ToolWatchOptions {
	/** Absolute: where it may read. */
	folder: string;
	/** It changes something, or runs a command, without having asked. */
	onChange(name: string): void;
	/** It has fetched something, or read outside the folder, without having asked. Once for each call. */
	onUnasked(name: string): void;
}

/** Tells of what an agent does by its own settings, without asking, as far as it reports it. */
export class ToolWatch {
	/** Changes that were announced, by id, until they are asked for. */
	private readonly announced = new Map<string, { call: AgentToolCall; timer: NodeJS.Timeout }>();
	/** Calls that were told. */
	private readonly done = new Set<string>();

	constructor(private readonly options: ToolWatchOptions) {}

	/** A call as it stands now. */
	see(call: AgentToolCall): void {
		const { id, kind, status, changes, command, title } = call;
		if (this.done.has(id)) return;
		const name = oneLine(title, MAX_NAME);
		if (CHANGING.includes(kind) || changes.length > 0 || command !== null) {
			if (status === "failed") this.forget(id);
			else if (status === "pending") this.announce(call);
			else this.change(id, name);
		} else if (status === "completed" && (kind === "fetch" || (READING.includes(kind) && this.isOutside(call)))) {
			this.done.add(id);
			this.options.onUnasked(name);
		}
	}

	/** What it asked for was refused: it need not be told again. */
	refused({ title, kind }: Pick<PermissionRequest, "title" | "kind">): void {
		const waiting = [...this.announced.values()];
		const same = waiting.find(({ call }) => call.title === title) ?? waiting.find(({ call }) => call.kind === kind);
		if (same) this.forget(same.call.id);
	}

	/** Nothing is told any more. */
	close(): void {
		for (const id of [...this.announced.keys()]) this.forget(id);
	}

	private announce(call: AgentToolCall): void {
		if (this.announced.has(call.id)) return;
		const timer = setTimeout(() => this.change(call.id, oneLine(call.title, MAX_NAME)), ASK_MS).unref();
		this.announced.set(call.id, { call, timer });
	}

	private change(id: string, name: string): void {
		this.forget(id);
		this.done.add(id);
		this.options.onChange(name);
	}

	private forget(id: string): void {
		clearTimeout(this.announced.get(id)?.timer);
		this.announced.delete(id);
	}

	private isOutside({ paths }: AgentToolCall): boolean {
		const { folder } = this.options;
		const real = followLinks(folder) ?? folder;
		const leadsOut = (path: string) => {
			const { leadsTo } = placeOf(path, folder);
			return leadsTo.length === 0 || leadsTo.some((one) => !isWithin(relative(real, one)));
		};
		return paths.some(leadsOut);
	}
}
