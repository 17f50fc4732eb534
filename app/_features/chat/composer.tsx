"use client";

import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId, useMemo, useRef, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { type Choice, choicesFor } from "./completion.ts";
import { CompletionList } from "./completion-list.tsx";
import { keepDraft, readDraft, readSent } from "./drafts.ts";

interface Props {
	daemon: string;
	daemons: readonly string[];
	/** Resolves with whether it was sent; what was not stays in the field. */
	onSend: (text: string) => Promise<boolean>;
	field: RefObject<HTMLTextAreaElement | null>;
}

/** What the person types, with what a slash can become. Enter sends, Shift and Enter begins a line, up arrow brings back what was said. */
export function Composer({ daemon, daemons, onSend, field }: Props) {
	const id = useId();
	const [text, setText] = useState(() => readDraft(daemon));
	const [chosen, setChosen] = useState(0);
	const [shut, setShut] = useState(false);
	/** One after the other, in the order in which they were written. */
	const line = useRef<Promise<unknown>>(Promise.resolve());
	/** How far back in what was sent; null: a text of its own. */
	const [back, setBack] = useState<number | null>(null);
	const choices = useMemo(() => (shut ? [] : choicesFor(text, daemons)), [shut, text, daemons]);
	const active = choices[Math.min(chosen, choices.length - 1)];

	const change = (next: string, from: number | null = null) => {
		setText(next);
		setBack(from);
		setChosen(0);
		setShut(from !== null);
		keepDraft(daemon, next);
	};
	const take = (choice: Choice) => {
		change(choice.text);
		field.current?.focus();
	};
	const send = async () => {
		const whole = text.trim();
		if (whole === "") return;
		// Emptied at once, so that what is typed meanwhile is kept; what was not sent comes back in front of it.
		change("");
		field.current?.focus();
		const sent = line.current.then(() => onSend(whole));
		line.current = sent;
		if (!(await sent)) {
			setText((typed) => {
				const both = typed === "" ? whole : `${whole}\n${typed}`;
				keepDraft(daemon, both);
				return both;
			});
		}
	};
	const recall = (step: number): boolean => {
		const sent = readSent(daemon);
		const at = (back ?? sent.length) + step;
		if (at < 0 || at > sent.length || (back === null && text !== "")) return false;
		change(sent[at] ?? "", at === sent.length ? null : at);
		return true;
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.nativeEvent.isComposing) return;
		if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
			event.preventDefault();
			// A command that is whole already is sent, not completed.
			if (active && active.text.trim() !== text.trim() && !event.ctrlKey && !event.metaKey && !isWhole(text))
				take(active);
			else void send();
		} else if (event.key === "Tab" && active && !event.shiftKey) {
			event.preventDefault();
			take(active);
		} else if (event.key === "Escape" && choices.length > 0) {
			event.preventDefault();
			setShut(true);
		} else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
			const step = event.key === "ArrowUp" ? -1 : 1;
			if (choices.length > 0) {
				event.preventDefault();
				setChosen((Math.min(chosen, choices.length - 1) + step + choices.length) % choices.length);
			} else if ((back !== null || text === "") && recall(step)) {
				event.preventDefault();
			}
		}
	};
	return (
		<form
			onSubmit={(event) => {
				event.preventDefault();
				void send();
			}}
			className="relative flex-none border-t border-line bg-panel px-4 py-2.5 desk:px-6"
		>
			{choices.length > 0 && <CompletionList id={id} choices={choices} active={active ?? null} onTake={take} />}
			<div className="flex items-end gap-2">
				<label htmlFor={`${id}-text`} className="sr-only">
					Message to {daemon}
				</label>
				<textarea
					ref={field}
					id={`${id}-text`}
					dir="auto"
					rows={1}
					value={text}
					maxLength={100_000}
					placeholder="Ask, or / for commands"
					autoComplete="off"
					aria-autocomplete="list"
					aria-controls={choices.length > 0 ? `${id}-list` : undefined}
					aria-activedescendant={active ? `${id}-${choices.indexOf(active)}` : undefined}
					onChange={(event) => change(event.target.value)}
					onKeyDown={onKeyDown}
					onBlur={() => setShut(true)}
					className="field-sizing-content max-h-[30dvh] min-h-9 w-full resize-none rounded-lg border border-control-line bg-panel px-3 py-2 text-ink pointer-coarse:min-h-11"
				/>
				<Button
					type="submit"
					look="primary"
					disabled={text.trim() === ""}
					className="h-9! pointer-coarse:h-11!"
					title="Send (Enter)"
				>
					<SendHorizontal aria-hidden="true" size={14} /> <span className="max-tablet:sr-only">Send</span>
				</Button>
			</div>
		</form>
	);
}

/** `/stop` is one, `/sto` is none. */
function isWhole(text: string): boolean {
	return choicesFor(text.trim(), []).some((choice) => choice.text.trim() === text.trim().toLowerCase());
}
