"use client";

import { UserRound, X } from "lucide-react";
import { useKeys } from "../../_keys/use-keys.ts";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { SearchField } from "../../_ui/search-field.tsx";
import { ToolSelect } from "../../_ui/tool-select.tsx";
import { FILTERS } from "./kinds.ts";
import type { Placing } from "./use-place.ts";

interface Props {
	placing: Placing;
	/** Whose work can be looked at alone; none in one run. */
	daemons: readonly string[] | null;
	search: string;
	onSearch: (text: string) => void;
	onJump: () => void;
	looking: boolean;
}

/** What of the timeline is shown, and the way to the last word of one's own. */
export function Tools({ placing, daemons, search, onSearch, onJump, looking }: Props) {
	const { place, go } = placing;
	useKeys([{ keys: "u", label: "Go to the last thing you said", group: "Activity", run: onJump }]);
	return (
		<div className="flex min-w-0 flex-none flex-wrap items-center gap-2">
			{daemons && (
				<ToolSelect
					label="Activity of"
					value={place.daemon ?? ""}
					onValue={(name) => go({ daemon: name || null }, "replace")}
					className="max-w-[60vw]"
				>
					<option value="">All daemons</option>
					{daemons.map((name) => (
						<option key={name}>{name}</option>
					))}
				</ToolSelect>
			)}
			{daemons && place.item && (
				<Button
					size="small"
					onClick={() => go({ item: null }, "replace")}
					aria-label={`All items, not ${place.item} alone`}
				>
					<SafeText text={place.item} /> <X aria-hidden="true" size={12} />
				</Button>
			)}
			<SearchField
				text={search}
				onText={onSearch}
				label="Search what is loaded"
				placeholder="Words in it"
				keyLabel="Search what is loaded"
				group="Activity"
				className="flex-[1_1_150px] desk:max-w-72"
			/>
			<Button onClick={onJump} disabled={looking}>
				<UserRound aria-hidden="true" size={14} strokeWidth={1.75} />
				{looking ? "Looking…" : "Last thing you said"} <KeyHint keys="u" />
			</Button>
			<fieldset className="flex min-w-0 basis-full gap-1.5 overflow-x-auto py-0.5">
				<legend className="sr-only">Show only</legend>
				<Chip on={place.only === null} onClick={() => go({ only: null }, "replace")} label="All" />
				{FILTERS.map(({ id, label }) => (
					<Chip
						key={id}
						on={place.only === id}
						onClick={() => go({ only: place.only === id ? null : id }, "replace")}
						label={label}
					/>
				))}
			</fieldset>
		</div>
	);
}

function Chip({ on, onClick, label }: { on: boolean; onClick: () => void; label: string }) {
	return (
		<button
			type="button"
			aria-pressed={on}
			onClick={onClick}
			className={classNames(
				"inline-flex h-6.5 flex-none items-center rounded-pill border px-2.5 text-small font-semibold whitespace-nowrap pointer-coarse:h-9",
				on ? "border-accent bg-accent-soft text-ink" : "border-line-strong text-ink-2 hover:bg-raise hover:text-ink",
			)}
		>
			{label}
		</button>
	);
}
