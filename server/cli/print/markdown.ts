import MarkdownIt, { type Token } from "markdown-it";
import { visibleText } from "../../contract/visible-text.ts";
import { bold, cyan, dim } from "./colors.ts";

const markdown = new MarkdownIt({ html: false, linkify: false });

/**
 * Markdown for reading in a terminal: headings, lists, quotes and code as such, without the marks. What comes from outside
 * is neutralised before any style is put around it; code by the stricter rules for commands, because whoever approves it
 * must see all of it. A stray backtick makes its text code: in doubt it is.
 */
export function printMarkdown(text: string): string {
	const walk = new Walk();
	for (const token of markdown.parse(text.replaceAll("\r\n", "\n"), {})) walk.take(token);
	return walk.lines.join("\n").trimEnd();
}

/** Where the lines of a block begin: below its list item, behind its quote. */
interface Frame {
	/** Before the first line, once. */
	first: string;
	/** Before all others. */
	rest: string;
}

class Walk {
	readonly lines: string[] = [];
	private readonly frames: Frame[] = [];
	/** The number of the next item of each list that is open; null: it has none. */
	private readonly lists: (number | null)[] = [];
	private heading = false;
	private cells: string[] | null = null;

	take(token: Token): void {
		switch (token.type) {
			case "inline":
				this.inline(token);
				return;
			case "heading_open":
				this.gap();
				this.heading = true;
				return;
			case "heading_close":
				this.heading = false;
				return;
			case "paragraph_open":
				// Those of a list without blank lines are hidden.
				if (!token.hidden) this.gap();
				return;
			case "fence":
			case "code_block":
				this.gap();
				this.put(token.content.replace(/\n$/, ""), (line) => cyan(visibleText(line, "code")), "    ");
				return;
			case "hr":
				this.gap();
				this.put("───", dim);
				return;
			case "html_block":
				this.gap();
				this.put(token.content.trimEnd(), inText);
				return;
			case "bullet_list_open":
				this.gap();
				this.lists.push(null);
				return;
			case "ordered_list_open":
				this.gap();
				this.lists.push(Number(token.attrGet("start") ?? 1));
				return;
			case "bullet_list_close":
			case "ordered_list_close":
				this.lists.pop();
				return;
			case "list_item_open":
				this.item();
				return;
			case "blockquote_open":
				this.gap();
				this.frames.push({ first: dim("│ "), rest: dim("│ ") });
				return;
			case "list_item_close":
			case "blockquote_close":
				this.frames.pop();
				return;
			case "table_open":
				this.gap();
				return;
			case "tr_open":
				this.cells = [];
				return;
			case "tr_close":
				this.put((this.cells ?? []).join(dim(" | ")), (line) => line);
				this.cells = null;
				return;
		}
	}

	private item(): void {
		const number = this.lists.at(-1) ?? null;
		if (number !== null) this.lists[this.lists.length - 1] = number + 1;
		const mark = number === null ? "- " : `${number}. `;
		this.frames.push({ first: mark, rest: " ".repeat(mark.length) });
	}

	private inline(token: Token): void {
		const text = inlineText(token.children ?? []);
		if (this.cells) this.cells.push(text);
		else this.put(text, this.heading ? bold : (line) => line);
	}

	private put(text: string, style: (line: string) => string, indent = ""): void {
		for (const line of text.split("\n")) this.lines.push(`${this.prefix()}${indent}${style(line)}`);
	}

	private prefix(): string {
		const prefix = this.frames.map(({ first }) => first).join("");
		for (const frame of this.frames) frame.first = frame.rest;
		return prefix;
	}

	/** A blank line between blocks, but not at the beginning of a list item. */
	private gap(): void {
		const opened = this.frames.at(-1);
		const isFirst = this.lines.length === 0 || (opened !== undefined && opened.first !== opened.rest);
		if (!isFirst && this.lines.at(-1) !== "") this.lines.push("");
	}
}

function inlineText(tokens: readonly Token[]): string {
	let text = "";
	let address: string | null = null;
	let from = 0;
	for (const token of tokens) {
		switch (token.type) {
			case "text":
			case "html_inline":
				text += inText(token.content);
				break;
			case "code_inline":
				text += cyan(visibleText(token.content, "code"));
				break;
			case "softbreak":
			case "hardbreak":
				text += "\n";
				break;
			case "strong_open":
			case "strong_close":
			case "em_open":
			case "em_close":
			case "s_open":
			case "s_close":
				// A terminal without colours has nothing better than the mark.
				text += dim(token.markup);
				break;
			case "link_open":
				address = String(token.attrGet("href") ?? "");
				from = text.length;
				break;
			case "link_close":
				// Where it leads is part of what it says.
				if (address !== null && text.slice(from) !== address) text += dim(` (${visibleText(address, "code")})`);
				address = null;
				break;
			case "image":
				text += `[${inText(token.content)}]${dim(` (${visibleText(String(token.attrGet("src") ?? ""), "code")})`)}`;
				break;
		}
	}
	return text;
}

function inText(text: string): string {
	return visibleText(text, text.includes("`") ? "code" : "prose");
}
