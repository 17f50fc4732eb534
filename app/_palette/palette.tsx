"use client";

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { classNames } from "../_ui/class-names.ts";
import { Dialog } from "../_ui/dialog.tsx";
import { focusFirst } from "../_ui/focus-first.ts";
import { type Entry, groupsOf, moved } from "./entries.ts";
import { type Page, useEntries } from "./use-entries.ts";

interface Props {
	open: boolean;
	pages: readonly Page[];
	onClose: () => void;
}

/** Goes anywhere and does what can be done, by typing a part of its name. */
export function Palette({ open, pages, onClose }: Props) {
	return (
		<Dialog open={open} title="Go to or do" onClose={onClose}>
			<Chooser pages={pages} onClose={onClose} />
		</Dialog>
	);
}

function Chooser({ pages, onClose }: Omit<Props, "open">) {
	const [text, setText] = useState("");
	const [at, setAt] = useState(0);
	const entries = useEntries(text, pages);
	const id = useId();
	const list = useRef<HTMLDivElement>(null);
	const current = entries[Math.min(at, entries.length - 1)];
	useEffect(() => {
		if (current) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
	}, [current]);

	const choose = (entry: Entry) => {
		onClose();
		entry.run();
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.nativeEvent.isComposing) return;
		if (event.key === "Enter" && current) {
			event.preventDefault();
			if (!event.repeat) choose(current);
			return;
		}
		if ((event.key === "Home" || event.key === "End") && text !== "") return;
		const next = moved(current ? entries.indexOf(current) : -1, event.key, entries.length);
		if (next === null) return;
		event.preventDefault();
		setAt(next);
	};
	const optionId = (entry: Entry) => `${id}-${entries.indexOf(entry)}`;
	const groups = groupsOf(entries).map((name) => ({ name, own: entries.filter(({ group }) => group === name) }));
	return (
		<div className="grid gap-3">
			<input
				ref={focusFirst}
				type="text"
				role="combobox"
				aria-label="A page, a daemon, or words of a question"
				aria-expanded={entries.length > 0}
				aria-controls={`${id}-list`}
				aria-activedescendant={current && optionId(current)}
				aria-autocomplete="list"
				placeholder="A page, a daemon, or words of a question"
				autoComplete="off"
				spellCheck={false}
				maxLength={200}
				value={text}
				onChange={(event) => {
					setText(event.target.value);
					setAt(0);
				}}
				onKeyDown={onKeyDown}
				className="h-9 w-full rounded-md border border-control-line bg-panel px-3 pointer-coarse:h-11"
			/>
			<div ref={list} id={`${id}-list`} role="listbox" aria-label="What was found" className="grid gap-3">
				{groups.map(({ name, own }) => (
					// biome-ignore lint/a11y/useSemanticElements: a group of options, which no element of forms is
					<div key={name} role="group" aria-labelledby={`${id}-${name}`} className="grid gap-0.5">
						<p id={`${id}-${name}`} role="presentation" className="px-2.5 text-label font-semibold text-ink-3">
							{name}
						</p>
						{own.map((entry) => (
							// The field above has the focus and reads the keys; this is for the pointer.
							// biome-ignore lint/a11y/useKeyWithClickEvents: see above
							// biome-ignore lint/a11y/useFocusableInteractive: see above
							<div
								key={entry.id}
								id={optionId(entry)}
								role="option"
								aria-selected={entry === current}
								onClick={() => choose(entry)}
								className={classNames(
									"flex cursor-pointer items-baseline gap-3 rounded-md px-2.5 py-1.5 pointer-coarse:py-3",
									entry === current ? "bg-accent-soft" : "hover:bg-raise",
								)}
							>
								<bdi className="min-w-0 flex-1 truncate">{entry.label}</bdi>
								<span className="flex-none font-mono text-small text-ink-2">{entry.hint}</span>
							</div>
						))}
					</div>
				))}
			</div>
			{entries.length === 0 && (
				<p role="status" className="px-2.5 text-ink-2">
					Nothing is called like that.
				</p>
			)}
		</div>
	);
}
