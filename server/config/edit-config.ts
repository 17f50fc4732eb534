import { readFile } from "node:fs/promises";
import { applyEdits, type FormattingOptions, modify } from "jsonc-parser";
import writeFileAtomic from "write-file-atomic";
import { NightshiftError } from "../contract/errors.ts";
import { checkConfig } from "./check.ts";
import type { DaemonFile } from "./daemon-schema.ts";
import { configError } from "./load.ts";
import type { Paths } from "./paths.ts";
import { unwritable } from "./state-directory.ts";

/** What a person would write into `config.json` for one daemon. */
export type DaemonEntry = Partial<Record<keyof DaemonFile, unknown>>;

const EMPTY = '{\n\t"daemons": {}\n}\n';

/** The text with one more daemon at the end. All else stays as it is, comments and order included. */
export function withDaemon(text: string, name: string, entry: DaemonEntry): string {
	return edit(text, name, entry);
}

/** The text without one daemon. */
export function withoutDaemon(text: string, name: string): string {
	return edit(text, name, undefined);
}

/**
 * Changes `config.json` in one step: what would be a mistake is refused before anything is written, and a file that has
 * one already is left alone.
 *
 * @throws NightshiftError `config-invalid`
 */
export async function editConfig(paths: Paths, change: (text: string) => string): Promise<void> {
	const before = await readText(paths.config);
	assertGood(paths.config, before);
	const after = change(before);
	assertGood(paths.config, after);
	try {
		await writeFileAtomic(paths.config, after, { mode: 0o600, fsync: true });
	} catch (error) {
		throw unwritable(paths.config, error);
	}
}

/** Whether a change would be taken, without making it. @throws NightshiftError `config-invalid` */
export async function checkEdit(paths: Paths, change: (text: string) => string): Promise<void> {
	const before = await readText(paths.config);
	assertGood(paths.config, before);
	assertGood(paths.config, change(before));
}

function assertGood(file: string, text: string): void {
	const checked = checkConfig(text);
	if ("mistake" in checked) throw configError(file, checked.mistake);
}

async function readText(file: string): Promise<string> {
	try {
		return await readFile(file, "utf8");
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOENT") return EMPTY;
		const message = `${file} cannot be read (${code}): make it a file that you may read.`;
		throw new NightshiftError("config-invalid", message, { file, line: null, key: null }, { cause: error });
	}
}

function edit(written: string, name: string, entry: DaemonEntry | undefined): string {
	const mark = written.startsWith("\uFEFF") ? "\uFEFF" : "";
	const text = written.slice(mark.length);
	const edits = modify(text, ["daemons", name], entry, { formattingOptions: formattingOf(text) });
	return mark + applyEdits(text, edits);
}

/** As the rest of the file is indented. */
function formattingOf(text: string): FormattingOptions {
	const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "\t";
	const insertSpaces = !indent.startsWith("\t");
	return { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: text.includes("\r\n") ? "\r\n" : "\n" };
}
