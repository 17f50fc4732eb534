"use client";

import { WrapText } from "lucide-react";
import { useRef } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SearchField } from "../../_ui/search-field.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { ToolSelect } from "../../_ui/tool-select.tsx";
import { processState } from "../../_words/daemon-words.ts";
import type { Place } from "./use-place.ts";
import { useSearchField } from "./use-search-field.ts";

interface Props {
	names: readonly string[];
	name: string | null;
	place: Place;
	go: (place: Place, how?: "push" | "replace") => void;
	wrap: boolean;
	onWrap: (wrap: boolean) => void;
}

/** Which log, what is looked for in it, and how it is shown. */
export function LogTools({ names, name, place, go, wrap, onWrap }: Props) {
	const daemon = useDaemonFacts((state) => (name === null ? null : daemonNamed(state, name)));
	useKeys([{ keys: "w", label: "Break long lines, or not", group: "Logs", run: () => onWrap(!wrap) }]);
	return (
		<div className="flex flex-none flex-wrap items-center gap-2 border-b border-line bg-panel px-4 py-2.5 desk:px-6">
			<ToolSelect
				label="Log of"
				value={name ?? ""}
				onValue={(daemon) => go({ ...place, daemon, at: null })}
				className="max-w-[50vw]"
			>
				{name === null && <option value="">Choose a daemon</option>}
				{names.map((one) => (
					<option key={one}>{one}</option>
				))}
			</ToolSelect>
			{daemon && <StateBadge state={processState(daemon)} />}
			<LogSearch place={place} go={go} />
			<Button
				size="normal"
				aria-pressed={wrap}
				onClick={() => onWrap(!wrap)}
				title="Break long lines"
				className={classNames(wrap && "border-control-line bg-accent-soft")}
			>
				<WrapText aria-hidden="true" size={14} /> Wrap
			</Button>
		</div>
	);
}

function LogSearch({ place, go }: Pick<Props, "place" | "go">) {
	const { text, setText, submit, clear } = useSearchField(place, go);
	const field = useRef<HTMLInputElement>(null);
	useKeys([
		{
			keys: "escape",
			label: "Leave the search, back to the end",
			group: "Logs",
			inFields: true,
			run: () => {
				if (document.activeElement === field.current) field.current?.blur();
				return clear();
			},
		},
	]);
	return (
		<SearchField
			text={text}
			onText={setText}
			onClear={clear}
			onSubmit={submit}
			label="Search this log"
			placeholder="Search this log"
			keyLabel="Search"
			group="Logs"
			maxLength={1_000}
			className="flex-[1_1_220px] desk:ml-auto desk:max-w-80"
			inputRef={field}
		/>
	);
}
