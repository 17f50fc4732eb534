"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import type { Edit } from "./edits.ts";
import type { Outcome } from "./use-edits.ts";

/** Does an edit for the roadmap that the person sees; null when it was done. */
export interface Sending {
	pending: boolean;
	/** Why the last attempt came to nothing. */
	refusal: (Outcome & { ok: false }) | null;
	send: (edit: Edit) => void;
}

/**
 * Sends from a dialog. `version`: of the roadmap as it was when the dialog was opened. Once the person has been told that the
 * file is another one by now, the next attempt is made for the present one.
 */
export function useSending(
	run: (edit: Edit, version?: string) => Promise<Outcome>,
	version: string,
	onDone: (outcome: Outcome & { ok: true }) => void,
): Sending {
	const [pending, setPending] = useState(false);
	const [refusal, setRefusal] = useState<Sending["refusal"]>(null);
	const send = async (edit: Edit) => {
		setPending(true);
		const outcome = await (refusal?.why === "conflict" ? run(edit) : run(edit, version));
		setPending(false);
		if (outcome.ok) onDone(outcome);
		else setRefusal(outcome);
	};
	return { pending, refusal, send: (edit) => void send(edit) };
}

/** Why it was not done. What was typed stays where it is. `now`: how things are by now. */
export function Refusal({ refusal, now }: { refusal: Sending["refusal"]; now?: ReactNode }) {
	if (!refusal) return null;
	return (
		<div role="alert" className="grid gap-1 rounded-md bg-bad-soft px-3.5 py-2.5">
			<p className="break-words">
				<SafeText text={refusal.reason} />
			</p>
			{refusal.why === "conflict" && now && <p className="text-ink-2">{now}</p>}
		</div>
	);
}

interface FormProps {
	sending: Sending;
	/** What the button will do. */
	label: string;
	/** And while it is done. */
	doing: string;
	now?: ReactNode;
	onSubmit: () => void;
	/** Beside the button. */
	aside?: ReactNode;
	children: ReactNode;
}

/** The frame of a dialog's form: fields, what went wrong, one button. Ctrl Enter sends it from a text of several lines too. */
export function EditForm({ sending, label, doing, now, onSubmit, aside, children }: FormProps) {
	const { pending, refusal } = sending;
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (!pending) onSubmit();
	};
	return (
		<form
			onSubmit={submit}
			onKeyDown={(event) => {
				if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
			}}
			className="grid gap-3.5"
		>
			{children}
			<Refusal refusal={refusal} now={now} />
			<div className="flex flex-wrap items-center gap-2">
				<Button type="submit" look="primary" disabled={pending}>
					{pending ? doing : refusal?.why === "conflict" ? `${label} all the same` : label}
				</Button>
				{aside}
			</div>
		</form>
	);
}
