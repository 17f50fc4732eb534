import type { AgentEvents, AgentPlanEntry, AgentToolCall } from "../../agents/types.ts";
import type { NewActivity } from "../../contract/activity.ts";
import { oneLine } from "../../text/cut.ts";
import { MAX_TITLE } from "../kit/activity-recorder.ts";
import type { TaskBoard } from "./task-board.ts";

/** A message longer than this is told in parts: memory stays bounded, and the feed's entries readable. */
const MAX_MESSAGE = 16_000;
const MAX_STATUS_LINE = 200;

/**
 * Tells what the agent does: at once on the board, and in the activity feed once it is complete. Pieces of a message are
 * joined until something else happens.
 */
export class Narrator implements AgentEvents {
	private text = "";
	private thinking = "";
	private steps = "";
	/** Tool calls that have been told, since agents may repeat their last update. */
	private readonly told = new Set<string>();

	/**
	 * @param wasRefused whether the person said no to the tool call with this title.
	 * @param onStep told when the agent goes from one step to the next.
	 */
	constructor(
		private readonly board: TaskBoard,
		private readonly record: (entry: NewActivity) => void,
		private readonly task: string,
		private readonly wasRefused: (title: string) => boolean,
		private readonly onStep: () => void,
	) {}

	plan(entries: AgentPlanEntry[]): void {
		this.flush();
		this.board.setPlan(entries);
		this.onStep();
		const steps = entries.map((entry, index) => `${index + 1}. ${entry.title}`).join("\n");
		if (steps === this.steps || entries.length === 0) return;
		const title = this.steps === "" ? "Plan" : "Changed plan";
		this.steps = steps;
		this.tell({
			kind: "plan",
			title: `${title}: ${entries.length} ${entries.length === 1 ? "step" : "steps"}`,
			detail: steps,
		});
	}

	message(chunk: string): void {
		this.thinking = "";
		this.text += chunk;
		this.board.say(lastLine(this.text));
		if (this.text.length > MAX_MESSAGE) this.flush();
	}

	/** Thoughts are shown as they come, and not kept. */
	thought(chunk: string): void {
		if (this.thinking === "") this.flush();
		this.thinking = (this.thinking + chunk).slice(-MAX_STATUS_LINE * 2);
		this.board.say(lastLine(this.thinking));
	}

	tool(call: AgentToolCall): void {
		this.flush();
		this.board.say(call.title);
		if ((call.status !== "completed" && call.status !== "failed") || this.told.has(call.id)) return;
		this.told.add(call.id);
		const parts = [call.command && call.command !== call.title ? `$ ${call.command}` : null, call.output];
		this.tell({
			kind: "tool",
			title: call.title,
			detail: parts.filter(Boolean).join("\n\n") || null,
			outcome: call.status === "completed" ? "ok" : this.wasRefused(call.title) ? "cancelled" : "failed",
		});
	}

	/** Tells what is still unsaid: at the end of a turn. */
	flush(): void {
		const text = this.text.trim();
		this.text = "";
		this.thinking = "";
		if (text === "") return;
		const first = text.split(/\r?\n/, 1)[0] ?? "";
		this.tell({ kind: "message", title: first, detail: text === first && first.length <= MAX_TITLE ? null : text });
	}

	private tell(entry: NewActivity): void {
		this.record({ ...entry, task: this.task });
	}
}

function lastLine(text: string): string {
	const end = text.slice(-MAX_STATUS_LINE * 2).trimEnd();
	return oneLine(end.split(/\r?\n/).at(-1) ?? "", MAX_STATUS_LINE);
}
