"use client";

import { type FormEvent, useId, useState } from "react";
import type { Rule } from "../../../server/contract/rule.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { Dialog } from "../../_ui/dialog.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { TextField } from "../roadmap/text-field.tsx";
import { type End, endOf, isEnded, keptWords, LENGTHS } from "./rule-words.ts";
import { changeRule } from "./use-rules.ts";
import { useSending } from "./use-sending.ts";

/** Changes when a rule ends, what it is about, and its note. */
export function ChangeDialog({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
	return (
		<Dialog open={rule !== null} title={`Change ${rule?.id ?? ""}`} onClose={onClose}>
			{rule && <ChangeForm rule={rule} onClose={onClose} />}
		</Dialog>
	);
}

function ChangeForm({ rule, onClose }: { rule: Rule; onClose: () => void }) {
	const wasEnded = isEnded(rule, Date.now());
	const [end, setEnd] = useState<End>(wasEnded ? "week" : "keep");
	const [pattern, setPattern] = useState(rule.pattern);
	const [note, setNote] = useState(rule.note ?? "");
	const { pending, refusal, send } = useSending();
	const endId = useId();
	const kept = useTimeWords((now) => keptWords(rule, now));
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const change = {
			...endOf(end, Date.now()),
			...(pattern.trim() !== rule.pattern && { pattern }),
			...(note.trim() !== (rule.note ?? "") && { note }),
		};
		if (Object.keys(change).length === 0) return onClose();
		if (await send(() => changeRule(rule, change), `${rule.id} is changed.`)) onClose();
	};
	return (
		<form onSubmit={(event) => void submit(event)} className="grid gap-3.5">
			<div className="grid gap-1">
				<label htmlFor={endId} className="text-small font-semibold">
					It ends
				</label>
				<select
					id={endId}
					value={end}
					onChange={(event) => setEnd(event.target.value as End)}
					className="h-8.5 rounded-md border border-control-line bg-panel px-2 text-ink pointer-coarse:h-11"
				>
					{!wasEnded && <option value="keep">{kept}</option>}
					{LENGTHS.map(({ id, label }) => (
						<option key={id} value={id}>
							{label}
						</option>
					))}
					<option value="never">When you revoke it</option>
				</select>
			</div>
			<TextField
				label="Pattern"
				description={
					<>
						A kind, then what of it: <code className="font-mono">edit:src/**</code> or{" "}
						<code className="font-mono">execute:npm test*</code>. A <code className="font-mono">*</code> never stands
						for a second command; <code className="font-mono">\*</code> is a star.
					</>
				}
				value={pattern}
				onChange={setPattern}
				maxLength={2_000}
				rows={2}
				required
			/>
			<TextField label="Note (optional)" value={note} onChange={setNote} maxLength={2_000} />
			{refusal && (
				<p role="alert" className="rounded-md bg-bad-soft px-3.5 py-2.5 break-words">
					<SafeText text={refusal} />
				</p>
			)}
			<div className="flex flex-wrap gap-2">
				<Button type="submit" look="primary" disabled={pending}>
					{pending ? "Changing…" : "Change it"}
				</Button>
				<Button onClick={onClose}>Leave it as it is</Button>
			</div>
		</form>
	);
}
