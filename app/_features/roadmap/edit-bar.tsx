"use client";

import { X } from "lucide-react";
import type { RoadmapView } from "../../../server/contract/work.ts";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import type { Edits } from "./use-edits.ts";

/** What is being done, what came of it, and the way back. It stays until something else is done. */
export function EditBar({ edits, view }: { edits: Edits; view: RoadmapView }) {
	const { pending, last, run, dismiss } = edits;
	if (!pending && !last) return null;
	const failed = last !== null && !last.outcome.ok;
	const outcome = last?.outcome;
	const words = pending ? pending.doing : outcome?.ok === false ? outcome.reason : (last?.edit.done ?? "");
	const back = !pending && last?.outcome.ok ? (last.edit.undo?.(view) ?? null) : null;
	const again = !pending && last && !last.outcome.ok && last.outcome.why !== "refused" ? last.edit : null;
	return (
		<div className="pointer-events-none absolute inset-x-0 bottom-3 z-10 flex justify-center px-3">
			<div
				data-edit-bar
				role={failed && !pending ? "alert" : undefined}
				className={classNames(
					"pointer-events-auto flex max-w-[720px] min-w-0 items-center gap-3 rounded-lg border border-line-strong py-2 pr-2 pl-3.5 shadow-lg",
					failed && !pending ? "bg-bad-soft" : "bg-panel",
				)}
			>
				<p className="min-w-0 break-words">
					<SafeText text={words} />
				</p>
				{back && (
					<Button size="small" onClick={() => void run(back)}>
						Undo
					</Button>
				)}
				{again && (
					<Button size="small" onClick={() => void run(again)}>
						Try again
					</Button>
				)}
				{!pending && (
					<button
						type="button"
						onClick={dismiss}
						aria-label="Dismiss"
						className="grid size-6 flex-none place-items-center rounded-sm text-ink-2 hover:bg-raise hover:text-ink pointer-coarse:size-9"
					>
						<X aria-hidden="true" size={14} />
					</button>
				)}
			</div>
		</div>
	);
}
