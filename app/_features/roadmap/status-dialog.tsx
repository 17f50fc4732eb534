"use client";

import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { focusFirst } from "../../_ui/focus-first.ts";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { Refusal, type Sending } from "./edit-form.tsx";
import { setStatus } from "./edits.ts";
import { StatusMark } from "./status-mark.tsx";
import { SHOWN_WORDS, WRITABLE } from "./status-words.ts";

interface Props {
	item: RoadmapEntry;
	sending: Sending;
}

/** One click, or one digit, writes another status into the file. */
export function StatusForm({ item, sending }: Props) {
	const { pending, refusal, send } = sending;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: a shorter way to the buttons within
		<div
			className="grid gap-3"
			onKeyDown={(event) => {
				const chosen = WRITABLE[Number(event.key) - 1];
				if (chosen && !pending && chosen.status !== item.status) send(setStatus(item, chosen.status));
			}}
		>
			<p className="min-h-10 text-ink-2">
				{pending
					? "Writing the file…"
					: `Changes the status of ${item.id} in the file, at line ${item.line}. Nothing else of the file changes.`}
			</p>
			<Refusal refusal={refusal} now={`${item.id} is: ${SHOWN_WORDS[item.status].word}.`} />
			<ul className="grid gap-1.5">
				{WRITABLE.map(({ status, effect }, index) => {
					const current = item.status === status;
					return (
						<li key={status}>
							<button
								type="button"
								ref={index === 0 ? focusFirst : null}
								aria-disabled={pending || current}
								onClick={() => !pending && !current && send(setStatus(item, status))}
								className={classNames(
									"grid w-full items-baseline gap-x-3 rounded-md border px-3 py-2 text-start tablet:grid-cols-[112px_minmax(0,1fr)_auto]",
									current ? "border-line bg-raise" : "border-line-strong hover:border-control-line hover:bg-raise",
								)}
							>
								<StatusMark state={SHOWN_WORDS[status]} />
								<span className="text-small text-ink-2">{current ? "As it is now." : effect}</span>
								<span aria-hidden="true">
									<KeyHint keys={String(index + 1)} />
								</span>
							</button>
						</li>
					);
				})}
			</ul>
		</div>
	);
}
