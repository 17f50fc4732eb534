"use client";

import { useState } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { count } from "../../_words/quantity.ts";
import { saveLog } from "./log-api.ts";
import { type Row, textOfRows } from "./rows.ts";

export interface Take {
	/** Why it did not work, in one sentence. */
	failure: string | null;
	/** What was done last. */
	done: string | null;
	copy: (rows: readonly Row[]) => void;
	save: () => void;
}

/** Takes a log out of the page: into the clipboard, or into a file. */
export function useTake(name: string): Take {
	const [failure, setFailure] = useState<string | null>(null);
	const [done, setDone] = useState<string | null>(null);
	const run = (work: Promise<void>, what: string) => {
		setFailure(null);
		setDone(null);
		work.then(
			() => setDone(what),
			(error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
		);
	};
	return {
		failure,
		done,
		copy: (rows) => {
			const lines = rows.filter(({ kind }) => kind === "line").length;
			run(copyText(textOfRows(rows, visibleText)), `${count(lines, "line")} copied`);
		},
		save: () => run(saveLog(name), "Saved"),
	};
}

async function copyText(text: string): Promise<void> {
	try {
		await navigator.clipboard.writeText(text);
	} catch {
		throw new Error("This browser does not let the page copy. Select the lines and copy them, or save the log.");
	}
}
