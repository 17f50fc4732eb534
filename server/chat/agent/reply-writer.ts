import type { ChatDelta } from "../../contract/chat.ts";
import { wholeEnd } from "../../text/cut.ts";

/** How often a page is told of a reply that grows, and how often what there is of it is kept. */
const TELL_MS = 100;
const KEEP_MS = 1_000;
/** A long reply is told of less often, so that blotting out its secrets anew takes at most this share of the time. */
const REDACT_SHARE = 0.05;
/** Longest reply, in characters. */
export const MAX_REPLY = 100_000;
/** The end of a text is held back up to the last blank, so that no secret is shown half; a longer word is shown. */
const HELD_BACK = 400;

export interface ReplyWriterOptions {
	daemon: string;
	id: number;
	redact(text: string): string;
	tell(delta: ChatDelta): void;
	/** What there is so far, for whoever opens the page later, and after a crash. */
	keep(text: string): void;
	/** It is longer than a reply may be. */
	onTooLong(): void;
}

/** A reply as it streams: told in steps that a page can take, whatever the agent's pace, with secrets blotted out. */
export class ReplyWriter {
	/** What pages have. */
	shown = "";
	private raw = "";
	/** How much of it was gone over, and how long that took, in ms. */
	private done = 0;
	private tookMs = 0;
	private kept = 0;
	private timer: NodeJS.Timeout | undefined;
	private tooLong = false;

	constructor(private readonly options: ReplyWriterOptions) {}

	append(chunk: string): void {
		if (this.tooLong) return;
		this.raw += chunk;
		if (this.raw.length > MAX_REPLY) {
			this.raw = this.raw.slice(0, wholeEnd(this.raw, MAX_REPLY));
			this.tooLong = true;
			this.options.onTooLong();
		}
		this.timer ??= setTimeout(
			() => {
				this.timer = undefined;
				const end = wholeWords(this.raw);
				if (end !== this.done) this.tell(this.redacted(this.raw.slice(0, end)));
			},
			Math.max(TELL_MS, this.tookMs / REDACT_SHARE),
		);
	}

	/** @returns all of it */
	end(): string {
		clearTimeout(this.timer);
		this.tell(this.redacted(this.raw), true);
		return this.shown;
	}

	private redacted(text: string): string {
		const from = performance.now();
		const clean = this.options.redact(text);
		this.tookMs = performance.now() - from;
		this.done = text.length;
		return clean;
	}

	private tell(text: string, last = false): void {
		const from = commonLength(this.shown, text);
		if (from < this.shown.length || from < text.length) {
			this.shown = text;
			this.options.tell({ daemon: this.options.daemon, id: this.options.id, from, text: text.slice(from) });
		}
		const now = performance.now();
		if (last || now - this.kept < KEEP_MS) return;
		this.kept = now;
		this.options.keep(this.shown);
	}
}

/** Where the last whole word ends. */
function wholeWords(text: string): number {
	const from = Math.max(0, text.length - HELD_BACK);
	const blank = Math.max(text.lastIndexOf(" "), text.lastIndexOf("\n"));
	return blank >= from ? blank + 1 : wholeEnd(text, from);
}

function commonLength(one: string, other: string): number {
	const most = Math.min(one.length, other.length);
	let length = 0;
	while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) length += 1;
	return length;
}
