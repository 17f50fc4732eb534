"use client";

import { Search, X } from "lucide-react";
import { type FormEvent, type RefObject, useRef } from "react";
import { type Binding, useKeys } from "../_keys/use-keys.ts";
import { classNames } from "./class-names.ts";
import { KeyHint } from "./key-hint.tsx";

interface Props {
	text: string;
	onText: (text: string) => void;
	/** Empties it; without it the text is set to nothing. */
	onClear?: () => void;
	/** Enter was pressed. */
	onSubmit?: () => void;
	/** What is searched, for those who do not see it. */
	label: string;
	placeholder: string;
	/** What `/` is called in the list of keys, and where. */
	keyLabel: string;
	group: Binding["group"];
	maxLength?: number;
	/** How it shares a row with its neighbours. */
	className: string;
	/** For whoever must take the focus away from it. */
	inputRef?: RefObject<HTMLInputElement | null>;
}

/** A text that something is searched for; `/` leads to it. */
export function SearchField({ text, onText, onClear, onSubmit, label, placeholder, ...props }: Props) {
	const own = useRef<HTMLInputElement>(null);
	const field = props.inputRef ?? own;
	useKeys([
		{
			keys: "/",
			label: props.keyLabel,
			group: props.group,
			run: () => {
				field.current?.focus();
				field.current?.select();
			},
		},
	]);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		onSubmit?.();
	};
	const clear = () => {
		if (onClear) onClear();
		else onText("");
		field.current?.focus();
	};
	return (
		<search className={classNames("min-w-0", props.className)}>
			<form
				onSubmit={submit}
				className="flex h-7.5 items-center gap-1.5 rounded-md border border-control-line bg-panel pr-1 pl-2 text-ink has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-accent pointer-coarse:h-11"
			>
				<Search aria-hidden="true" size={14} className="flex-none text-ink-3" />
				<input
					ref={field}
					type="text"
					inputMode="search"
					enterKeyHint="search"
					aria-label={label}
					placeholder={placeholder}
					autoComplete="off"
					spellCheck={false}
					maxLength={props.maxLength ?? 200}
					value={text}
					onChange={(event) => onText(event.target.value)}
					className="min-w-0 flex-1 bg-transparent outline-none"
				/>
				{text === "" ? (
					<KeyHint keys="/" />
				) : (
					<button
						type="button"
						onClick={clear}
						aria-label="Clear the search"
						className="grid size-6 flex-none place-items-center rounded-sm text-ink-2 hover:bg-raise hover:text-ink"
					>
						<X aria-hidden="true" size={14} />
					</button>
				)}
			</form>
		</search>
	);
}
