"use client";

import { useState } from "react";
import type { Delivery } from "../../../server/contract/notify.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { sendTest } from "./api.ts";
import { testWords } from "./words.ts";

interface Props {
	channel: string;
	browser?: number;
	/** To whom, for those who hear the button alone. */
	name: string;
}

type State = { at: "rest" } | { at: "sending" } | { at: "done"; ok: boolean; words: string };

/** Sends a test, and says how it went. */
export function TestButton({ channel, browser, name }: Props) {
	const [state, setState] = useState<State>({ at: "rest" });
	const send = async () => {
		if (state.at === "sending") return;
		setState({ at: "sending" });
		const result = await sendTest(channel, browser).then(outcomeOf, failureOf);
		setState({ at: "done", ...result });
		announce(`${name}: ${result.words}`);
	};
	return (
		<div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
			<Button
				size="small"
				aria-disabled={state.at === "sending"}
				aria-label={`Send a test: ${name}`}
				onClick={() => void send()}
			>
				{state.at === "sending" ? "Sending…" : "Send a test"}
			</Button>
			{state.at === "done" && (
				<p className={`min-w-0 text-small break-words ${state.ok ? "text-ok" : "text-bad"}`}>
					<SafeText text={state.words} />
				</p>
			)}
		</div>
	);
}

function outcomeOf(deliveries: Delivery[]): { ok: boolean; words: string } {
	return { ok: deliveries.every(({ status }) => status === "sent"), words: testWords(deliveries) };
}

function failureOf(error: unknown): { ok: boolean; words: string } {
	return { ok: false, words: error instanceof Error ? error.message : String(error) };
}
