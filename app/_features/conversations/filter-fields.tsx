"use client";

import { type ReactNode, useId } from "react";
import type { RecordSources } from "../../../server/contract/conversations.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { Placing } from "../../_navigation/use-placing.ts";
import type { Place } from "./place.ts";
import { sourceName } from "./source-mark.tsx";
import { folderName } from "./words.ts";

const FIELD = "h-7.5 w-full min-w-0 rounded-md border border-control-line bg-panel px-2 text-ink pointer-coarse:h-11";

/** With which tool, in which folder, when, and whether a backup was asked for. */
export function FilterFields({ placing, sources }: { placing: Placing<Place>; sources: RecordSources | null }) {
	const { place, go } = placing;
	const set = (to: Partial<Place>) => go(to, "replace");
	const names = withOwn(sources?.sources.map(({ name }) => name) ?? [], place.source);
	const folders = withOwn(sources?.projects.map(({ cwd }) => cwd) ?? [], place.cwd);
	return (
		<fieldset className="grid min-w-0 grid-cols-2 gap-2">
			<legend className="sr-only">Show only</legend>
			<Choice
				label="Tool"
				value={place.source}
				options={names.map((name) => [name, visibleText(sourceName(name))])}
				onChange={(source) => set({ source })}
			/>
			<Choice
				label="Folder"
				value={place.cwd}
				options={folders.map((cwd) => [cwd, visibleText(folderName(cwd))])}
				onChange={(cwd) => set({ cwd })}
			/>
			<Day label="From" value={place.from} onChange={(from) => set({ from })} />
			<Day label="To" value={place.to} onChange={(to) => set({ to })} />
			<label className="col-span-2 flex items-center gap-2 text-small text-ink-2">
				<input
					type="checkbox"
					checked={place.backup}
					onChange={(event) => set({ backup: event.target.checked })}
					className="size-3.5 accent-accent"
				/>
				With a backup asked for
			</label>
		</fieldset>
	);
}

/** What the address asks for can be chosen, also when nobody else has it. */
function withOwn(all: readonly string[], own: string | null): readonly string[] {
	return own === null || all.includes(own) ? all : [...all, own];
}

interface FieldProps {
	label: string;
	value: string | null;
	onChange: (value: string | null) => void;
}

function Choice({
	label,
	value,
	options,
	onChange,
}: FieldProps & { options: readonly (readonly [string, ReactNode])[] }) {
	const id = useId();
	return (
		<label htmlFor={id} className="grid min-w-0 gap-0.5 text-small text-ink-2">
			{label}
			<select id={id} value={value ?? ""} onChange={(event) => onChange(event.target.value || null)} className={FIELD}>
				<option value="">Any</option>
				{options.map(([one, words]) => (
					<option key={one} value={one} title={one}>
						{words}
					</option>
				))}
			</select>
		</label>
	);
}

function Day({ label, value, onChange }: FieldProps) {
	const id = useId();
	return (
		<label htmlFor={id} className="grid min-w-0 gap-0.5 text-small text-ink-2">
			{label}
			<input
				id={id}
				type="date"
				value={value ?? ""}
				onChange={(event) => onChange(event.target.value || null)}
				className={FIELD}
			/>
		</label>
	);
}
