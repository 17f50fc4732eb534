"use client";

import { useStore } from "zustand";
import { Dialog } from "../_ui/dialog.tsx";
import { setKeysOn, useKeysOn } from "./preference.ts";
import { type Binding, keyStore } from "./use-keys.ts";

/** What each key does here. The list is made of the bindings themselves, so it cannot be out of date. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
	const bindings = useStore(keyStore, (state) => state.bindings);
	const on = useKeysOn();
	const groups = (
		[
			"Inbox",
			"Chat",
			"Handover",
			"Roadmap",
			"Activity",
			"Conversations",
			"Diff",
			"Logs",
			"History",
			"Everywhere",
		] as const
	)
		.map((name) => ({ name, bindings: bindings.filter((one) => one.group === name) }))
		.filter((group) => group.bindings.length > 0);
	return (
		<Dialog open={open} title="Keys" onClose={onClose}>
			<div className="grid gap-4">
				{groups.map((group) => (
					<section key={group.name} className="grid gap-1.5">
						<h3 className="text-label font-semibold text-ink-3">{group.name}</h3>
						<dl className="grid gap-1">
							{group.bindings.map((binding) => (
								<div key={binding.keys} className="flex items-baseline justify-between gap-4">
									<dt>{binding.label}</dt>
									<dd className="flex flex-none gap-1">
										<Keys binding={binding} />
									</dd>
								</div>
							))}
						</dl>
					</section>
				))}
				<label className="flex items-start gap-2.5 border-t border-line pt-4">
					<input
						type="checkbox"
						checked={on}
						onChange={(event) => setKeysOn(event.target.checked)}
						className="mt-0.75 size-3.5 accent-accent"
					/>
					<span>
						Single-key shortcuts
						<span className="block text-small text-ink-2">
							Nothing is ever triggered by what you type in a text field.
						</span>
					</span>
				</label>
			</div>
		</Dialog>
	);
}

function Keys({ binding }: { binding: Binding }) {
	return binding.keys.split(", ").map((keys) => (
		<kbd
			key={keys}
			className="rounded-sm border border-b-2 border-line-strong bg-raise px-1.25 font-mono text-label whitespace-nowrap text-ink-2"
		>
			{keyLabel(keys)}
		</kbd>
	));
}

/** `mod+enter` as `⌘↵` on Apple's machines and `Ctrl ↵` elsewhere; `alt+arrowup` as `⌥↑` and `Alt ↑`. */
export function keyLabel(keys: string): string {
	const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
	return keys
		.replace("mod+", apple ? "⌘" : "Ctrl ")
		.replace("alt+", apple ? "⌥" : "Alt ")
		.replace("arrowup", "↑")
		.replace("arrowdown", "↓")
		.replace(/(?<=^⌘|^Ctrl )k$/, "K")
		.replace("enter", "↵")
		.replace("escape", "Esc")
		.replace("1-9", "1–9");
}
