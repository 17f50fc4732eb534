import type { Paths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { LogPage } from "../contract/log.ts";
import { redactAssignments } from "../redact/assignments.ts";
import { ownTokens } from "../redact/own-tokens.ts";
import { redactKeys } from "../redact/pem.ts";
import { redactor } from "../redact/redactor.ts";
import { readTail, type SearchOptions, searchLog } from "./find-lines.ts";
import type { Presenter } from "./findings.ts";
import { type Batch, followLines } from "./follow-lines.ts";
import { LogView } from "./log-view.ts";
import { linesForward, readFrom } from "./read-forward.ts";

export interface ShownLogsOptions {
	paths: Paths;
	/** The daemons as they are configured now. */
	configs(): readonly DaemonConfig[];
	/** The dashboard's own token. */
	token(): string | null;
}

/** So many lines are looked at together before they leave, because a private key lies across lines. */
const LINES_TOGETHER = 2_000;

/**
 * The daemons' logs as they leave the dashboard: what the environments of daemon and dashboard hold under secret-looking
 * names, tokens by their shape, values assigned to such names, and private keys are blotted out.
 */
export class ShownLogs {
	constructor(private readonly options: ShownLogsOptions) {}

	/** The last `count` lines before an offset, or of all. */
	tail(name: string, count: number, before?: number): Promise<LogPage> {
		return readTail(this.files(name), count, { before, present: this.presenter(name) });
	}

	/** The first `count` lines from an offset on. */
	from(name: string, offset: number, count: number): Promise<LogPage> {
		return readFrom(this.files(name), offset, count, { present: this.presenter(name) });
	}

	search(name: string, options: Omit<SearchOptions, "present">): Promise<LogPage> {
		return searchLog(this.files(name), { ...options, present: this.presenter(name) });
	}

	/** See `followLines`. */
	follow(
		name: string,
		options: { from: number | null; tail: number; signal: AbortSignal },
		send: (batch: Batch) => Promise<void>,
	): Promise<void> {
		return followLines(this.files(name), { ...options, present: this.presenter(name) }, send);
	}

	/** All of it, some lines at a time, each with its line break. */
	async *whole(name: string): AsyncGenerator<string> {
		const present = this.presenter(name);
		const view = await LogView.open(this.files(name));
		try {
			let texts: string[] = [];
			for await (const { bytes, cut } of linesForward(view, view.start)) {
				texts.push(bytes.toString("utf8") + (cut > 0 ? ` … and ${cut} bytes more` : ""));
				if (texts.length < LINES_TOGETHER) continue;
				yield textOf(present(texts));
				texts = [];
			}
			yield textOf(present(texts));
		} finally {
			await view.close();
		}
	}

	private files(name: string) {
		return this.options.paths.daemon(name);
	}

	private presenter(name: string): Presenter {
		const config = this.options.configs().find((one) => one.name === name);
		const tokens = ownTokens(this.options.token());
		const known = redactor(config?.env ?? {}, config?.agent?.env ?? {}, process.env, tokens);
		return (texts) => redactKeys(texts.map(known)).map(redactAssignments);
	}
}

function textOf(lines: readonly string[]): string {
	return lines.map((line) => `${line}\n`).join("");
}
