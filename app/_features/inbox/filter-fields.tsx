"use client";

import { type ReactNode, useId, useState } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { useDaemonNames } from "../../_live/use-daemon.ts";
import { KIND_WORDS, URGENCY_WORDS } from "../../_words/question-words.ts";
import { type Filter, placeOf } from "./place.ts";
import type { Placing } from "./use-place.ts";

const FIELD = "h-7.5 w-full min-w-0 rounded-md border border-control-line bg-panel px-2 text-ink pointer-coarse:h-11";

/** Who asks, how urgent, what kind, about which task. */
export function FilterFields({ placing: { place, go } }: { placing: Placing }) {
	const names = useDaemonNames();
	const daemons = place.daemon !== null && !names.includes(place.daemon) ? [...names, place.daemon] : names;
	return (
		<fieldset className="grid min-w-0 grid-cols-2 gap-2">
			<legend className="sr-only">Show only</legend>
			<Choice
				label="Urgency"
				value={place.urgency}
				options={Object.entries(URGENCY_WORDS)}
				onChange={(urgency) => go({ ...read("urgency", urgency), ticket: null }, "replace")}
			/>
			<Choice
				label="Kind"
				value={place.kind}
				options={Object.entries(KIND_WORDS)}
				onChange={(kind) => go({ ...read("kind", kind), ticket: null }, "replace")}
			/>
			<Choice
				label="Daemon"
				value={place.daemon}
				options={daemons.map((name) => [name, visibleText(name)])}
				onChange={(daemon) => go({ daemon: daemon || null, ticket: null }, "replace")}
			/>
			<TaskField task={place.task} onTask={(task) => go({ task, ticket: null }, "replace")} />
		</fieldset>
	);
}

/** Only values that the address may have. */
function read(name: "urgency" | "kind", value: string): Pick<Filter, "urgency" | "kind"> | Partial<Filter> {
	return { [name]: placeOf(new URLSearchParams({ [name]: value }))[name] };
}

interface ChoiceProps {
	label: string;
	value: string | null;
	options: readonly (readonly [value: string, words: ReactNode])[];
	onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
	const id = useId();
	return (
		<label htmlFor={id} className="grid min-w-0 gap-0.5 text-small text-ink-2">
			{label}
			<select id={id} value={value ?? ""} onChange={(event) => onChange(event.target.value)} className={FIELD}>
				<option value="">Any</option>
				{options.map(([one, words]) => (
					<option key={one} value={one}>
						{words}
					</option>
				))}
			</select>
		</label>
	);
}

/** Looked for when it was typed whole: with Enter, or on leaving the field. */
function TaskField({ task, onTask }: { task: string | null; onTask: (task: string | null) => void }) {
	const id = useId();
	const [typed, setTyped] = useState<string | null>(null);
	const set = () => {
		if (typed !== null && (typed.trim() || null) !== task) onTask(typed.trim() || null);
		setTyped(null);
	};
	return (
		<label htmlFor={id} className="grid min-w-0 gap-0.5 text-small text-ink-2">
			Task
			<input
				id={id}
				type="text"
				autoComplete="off"
				spellCheck={false}
				maxLength={200}
				placeholder="US-9"
				value={typed ?? task ?? ""}
				onChange={(event) => setTyped(event.target.value)}
				onBlur={set}
				onKeyDown={(event) => event.key === "Enter" && set()}
				className={FIELD}
			/>
		</label>
	);
}
