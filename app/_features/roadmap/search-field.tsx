"use client";

import { Search, X } from "lucide-react";
import { useRef } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";

/** Finds items by id, title or status while it is typed. */
export function SearchField({ text, onText }: { text: string; onText: (text: string) => void }) {
	const field = useRef<HTMLInputElement>(null);
	useKeys([
		{
			keys: "/",
			label: "Search",
			group: "Roadmap",
			run: () => {
				field.current?.focus();
				field.current?.select();
			},
		},
	]);
	return (
		<search className="flex h-7.5 min-w-0 flex-[1_1_110px] items-center gap-1.5 rounded-md border border-control-line bg-panel pr-1 pl-2 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-accent desk:ml-auto desk:max-w-72 pointer-coarse:h-11">
			<Search aria-hidden="true" size={14} className="flex-none text-ink-3" />
			<input
				ref={field}
				type="text"
				inputMode="search"
				enterKeyHint="search"
				aria-label="Search the roadmap"
				placeholder="Id, title or status"
				autoComplete="off"
				spellCheck={false}
				maxLength={200}
				value={text}
				data-search
				onChange={(event) => onText(event.target.value)}
				className="min-w-0 flex-1 bg-transparent outline-none"
			/>
			{text === "" ? (
				<KeyHint keys="/" />
			) : (
				<button
					type="button"
					onClick={() => {
						onText("");
						field.current?.focus();
					}}
					aria-label="Clear the search"
					className="grid size-6 flex-none place-items-center rounded-sm text-ink-2 hover:bg-raise hover:text-ink"
				>
					<X aria-hidden="true" size={14} />
				</button>
			)}
		</search>
	);
}
