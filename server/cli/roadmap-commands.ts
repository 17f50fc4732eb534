import { Argument, type Command, Option } from "commander";
import { WRITABLE_STATUSES, type WritableStatus } from "../contract/roadmap.ts";
import type { RoadmapChoice } from "./commands/roadmap-place.ts";
import { type Context, createContext, type GlobalOptions } from "./context.ts";
import { textOption } from "./parse-options.ts";
import type { Finish } from "./program.ts";

interface RoadmapOptions extends RoadmapChoice {
	reason?: string;
	before?: string;
	end?: boolean;
	after?: string;
	status?: WritableStatus;
	body?: string;
}

/** What is done with a roadmap, and with which words after it. */
const ACTIONS = {
	list: { words: [], options: [] },
	next: { words: [], options: [] },
	show: { words: ["the id of an item"], options: [] },
	status: { words: ["the id of an item", `one of ${WRITABLE_STATUSES.join(", ")}`], options: [] },
	aside: { words: ["the id of an item"], options: ["reason"] },
	unaside: { words: ["the id of an item"], options: [] },
	move: { words: ["the id of an item"], options: ["before", "end"] },
	add: { words: ["a title in quotes"], options: ["after", "status", "body"] },
} as const satisfies Record<string, { words: readonly string[]; options: readonly (keyof RoadmapOptions)[] }>;
type Action = keyof typeof ACTIONS;
const OWN_OPTIONS = ["reason", "before", "end", "after", "status", "body"] as const;

/** The priorities: read, and edited in place. */
export function addRoadmap(program: Command, finish: Finish): void {
	program
		.command("roadmap")
		.description(
			"the priorities: list (as without a word), next, show ID; and status ID STATUS, aside ID, unaside ID, move ID, add TITLE",
		)
		.addArgument(new Argument("[what]", "what to do").choices(Object.keys(ACTIONS)).default("list"))
		.argument("[words...]", "an item's id (US-112, PRIORITY 2.5 or 2.5), a status, a title")
		.option(
			"--file <file>",
			"the roadmap (default: that of code-developer's workspace, else of this folder)",
			textOption,
		)
		.option("--daemon <name>", "the roadmap of this developer daemon", textOption)
		.option("--reason <text>", "of aside: why it is not worked on for now", textOption)
		.option("--before <id>", "of move: the item it is put before", textOption)
		.option("--end", "of move: put it after the last item")
		.option("--after <id>", "of add: the item it follows (default: the last one)", textOption)
		.addOption(new Option("--status <status>", "of add (default: planned)").choices(WRITABLE_STATUSES))
		.option("--body <markdown>", "of add: what is to be done", textOption)
		.action(async (what: Action, words: string[], options: RoadmapOptions, self: Command) => {
			const mistake = mistakeIn(what, words, options);
			if (mistake) self.error(`error: ${mistake}`);
			finish(await carryOut(createContext(self.optsWithGlobals<GlobalOptions>()), what, words, options));
		});
}

function mistakeIn(what: Action, words: readonly string[], options: RoadmapOptions): string | null {
	const wanted: readonly string[] = ACTIONS[what].words;
	if (words.length !== wanted.length) {
		return wanted.length === 0 ? `${what} takes no more words` : `${what} takes ${wanted.join(" and ")}`;
	}
	const foreign = OWN_OPTIONS.find((name) => options[name] !== undefined && !isOf(what, name));
	if (foreign) return `--${foreign} does not go with ${what}`;
	if (options.file !== undefined && options.daemon !== undefined) return "choose one of --file and --daemon";
	if (what === "status" && !WRITABLE_STATUSES.some((status) => status === words[1])) {
		return `a status is one of ${WRITABLE_STATUSES.join(", ")}`;
	}
	const places = [options.before !== undefined, options.end === true].filter(Boolean).length;
	if (what === "move" && places !== 1) return "move takes either --before ID or --end";
	if ((what === "aside" || what === "unaside") && options.file !== undefined) {
		return `${what} is about a daemon's choice: it goes with --daemon, not with --file`;
	}
	return words.some((word) => word.trim() === "") ? "a word must not be empty" : null;
}

function isOf(what: Action, option: string): boolean {
	return ACTIONS[what].options.some((name) => name === option);
}

async function carryOut(context: Context, what: Action, words: readonly string[], options: RoadmapOptions) {
	const [word = "", status] = words;
	const choice = { file: options.file, daemon: options.daemon };
	const roadmap = await import("./commands/roadmap.ts");
	if (what === "list") return roadmap.listRoadmap(context, choice);
	if (what === "next") return roadmap.nextOfRoadmap(context, choice);
	if (what === "show") return roadmap.showRoadmapItem(context, word, choice);
	const edit = await import("./commands/roadmap-edit.ts");
	switch (what) {
		case "status":
			return edit.setStatus(context, choice, word, status as WritableStatus);
		case "aside":
			return edit.setAside(context, choice, word, { reason: options.reason ?? null });
		case "unaside":
			return edit.setAside(context, choice, word, null);
		case "move":
			return edit.moveItem(context, choice, word, options.before ?? null);
		case "add": {
			const { after, body, status: first } = options;
			return edit.addItem(context, choice, { title: word, after, body, status: first });
		}
	}
}
