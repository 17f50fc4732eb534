import { setImmediate as nextRound } from "node:timers/promises";
import { oneLine } from "../text/cut.ts";
import { composeSummary } from "./compose.ts";
import { isConfiguration, settingCommand } from "./configurations.ts";
import { isDecision } from "./decisions.ts";
import { errorLines, exitCodeIn, reasonIn } from "./errors.ts";
import { KeptLines } from "./kept-lines.ts";
import { KeywordCounter } from "./keywords.ts";
import { bounded, gist, sentencesOf } from "./sentences.ts";
import { changedFiles, commandOf } from "./tool-facts.ts";
import type { Extract, SummaryTurn, SummaryTurns } from "./types.ts";

/** Entries of each section. */
const SECTION = 40;
const FILES = 200;
/** What is quoted of a request or a reply. */
const QUOTE = 240;
const COMMAND = 200;
/** Error lines that one output may add. */
const LINES_A_TURN = 3;
/** Others get their turn after so many. */
const TURNS_A_ROUND = 200;
/** What somebody says tells more of a conversation than how it is gone about. */
const WEIGHTS = { user: 3, assistant: 1, name: 1 };

/**
 * The summary of a conversation without anybody's help: the same turns give the same words. Takes time linear in what was
 * said and memory that does not grow with it; gives way to others in between.
 */
export async function extract(turns: SummaryTurns): Promise<Extract> {
	const extraction = new Extraction();
	let seen = 0;
	for await (const turn of turns) {
		extraction.add(turn);
		seen += 1;
		if (seen % TURNS_A_ROUND === 0) await nextRound();
	}
	return extraction.result();
}

class Extraction {
	private readonly keywords = new KeywordCounter();
	private readonly decisions = new KeptLines(SECTION);
	private readonly errors = new KeptLines(SECTION);
	private readonly configurations = new KeptLines(SECTION);
	private readonly files = new KeptLines(FILES);
	private readonly commands = new KeptLines(FILES);
	private readonly failures = new KeptLines(10);
	private firstRequest: string | null = null;
	private lastRequest: string | null = null;
	private requests = 0;
	private calls = 0;
	private failedCalls = 0;
	private lastReply: string | null = null;
	private lastRole: "user" | "assistant" | "tool" | null = null;
	private lastFailed = false;

	add(turn: SummaryTurn): void {
		if (turn.role === "tool") this.addTool(turn);
		else if (turn.role === "system" || turn.sidechain) return;
		else if (turn.role === "user") this.addRequest(turn);
		else this.addReply(turn);
	}

	private addRequest({ text, trigger }: SummaryTurn): void {
		if (isOrderAlone(text, trigger)) return;
		const words = gist(text, QUOTE);
		if (words === "") return;
		this.firstRequest ??= words;
		this.lastRequest = words;
		this.requests += 1;
		this.lastRole = "user";
		this.addSpeech(text, true);
		for (const line of errorLines(text, LINES_A_TURN)) this.errors.add(line);
	}

	private addReply({ text }: SummaryTurn): void {
		const words = gist(text, QUOTE);
		if (words === "") return;
		this.lastReply = words;
		this.lastRole = "assistant";
		this.addSpeech(text, false);
	}

	private addSpeech(text: string, typed: boolean): void {
		this.keywords.add(bounded(text), typed ? WEIGHTS.user : WEIGHTS.assistant);
		for (const sentence of sentencesOf(text)) {
			if (isDecision(sentence, typed)) this.decisions.add(sentence);
			if (isConfiguration(sentence)) this.configurations.add(sentence);
		}
	}

	private addTool({ tool, text, output, sidechain }: SummaryTurn): void {
		const isFailed = tool?.ok === false;
		const command = tool ? commandOf(tool) : null;
		this.calls += 1;
		if (isFailed) this.failedCalls += 1;
		if (!sidechain) {
			this.lastRole = "tool";
			this.lastFailed = isFailed;
		}
		if (command !== null) {
			this.commands.add(oneLine(command, COMMAND));
			const setting = settingCommand(command);
			if (setting !== null) this.configurations.add(setting);
		}
		for (const file of tool ? changedFiles(tool) : []) {
			this.files.add(file);
			this.keywords.add(file.slice(file.lastIndexOf("/") + 1), WEIGHTS.name);
		}
		if (isFailed) this.addFailure(command ?? oneLine(text, COMMAND), output ?? "");
		else if (output) for (const line of errorLines(output, LINES_A_TURN)) this.errors.add(line);
	}

	private addFailure(what: string, output: string): void {
		const asked = oneLine(what, 120);
		const code = exitCodeIn(output);
		const reason = reasonIn(output);
		this.failures.add(asked);
		this.errors.add(
			`${asked}${code === null ? "" : ` (exit code ${code})`}${reason === "" ? ": failed" : `: ${reason}`}`,
		);
	}

	result(): Extract {
		const files = this.files.toArray();
		const commands = this.commands.toArray();
		return {
			summary: composeSummary({
				firstRequest: this.firstRequest,
				lastRequest: this.lastRequest,
				requests: this.requests,
				calls: this.calls,
				failedCalls: this.failedCalls,
				failures: this.failures.toArray(),
				files,
				commands,
				moreFiles: this.files.omitted,
				moreCommands: this.commands.omitted,
				lastReply: this.lastReply,
				lastRole: this.lastRole,
				lastFailed: this.lastFailed,
			}),
			keywords: this.keywords.top(),
			decisions: this.decisions.toArray(),
			errors: this.errors.toArray(),
			configurations: this.configurations.toArray(),
			files,
			commands,
		};
	}
}

/** Words that ask for a backup and nothing else are not what the conversation was about. */
function isOrderAlone(text: string, trigger: SummaryTurn["trigger"]): boolean {
	return Boolean(trigger) && /^\W*(?:please\s+)?(?:bchat|backup\s+chat)\W*$/iu.test(text);
}
