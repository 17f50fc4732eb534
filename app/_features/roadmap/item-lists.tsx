"use client";

import type { ReactNode } from "react";
import type { RoadmapEntryDetail } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { ProgressBar } from "../../_ui/progress-bar.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";

/** So many stand there at once; more are opened. */
const ROOM = 8;

/** What the section lists: tasks, what is to be delivered, and the commands that check it. */
export function ItemLists({ detail }: { detail: RoadmapEntryDetail }) {
	const { tasks, deliverables, verify } = detail;
	const done = tasks.filter((task) => task.done).length;
	if (tasks.length + deliverables.length + verify.length === 0) return null;
	return (
		<div className="grid gap-2.5 border-t border-line pt-4">
			{tasks.length > 0 && (
				<Fold title="Tasks" note={`${done} of ${tasks.length} done`} open={tasks.length <= ROOM}>
					<div className="grid gap-1.5">
						<ProgressBar value={done / tasks.length} label="Tasks done" />
						<ul className="grid gap-1">
							{tasks.map((task, index) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew from the file each time
								<li key={index} className="grid grid-cols-[14px_minmax(0,1fr)] items-baseline gap-2">
									<span className={task.done ? "text-ok" : "text-control-line"}>
										<StateShape shape={task.done ? "check" : "ring"} />
									</span>
									<span className={classNames("min-w-0 break-words", task.done && "text-ink-2")}>
										<SafeText text={task.text} />
										<span className="sr-only">, {task.done ? "done" : "to do"}</span>
									</span>
								</li>
							))}
						</ul>
					</div>
				</Fold>
			)}
			{deliverables.length > 0 && (
				<Fold title="Deliverables" note={String(deliverables.length)} open={deliverables.length <= ROOM}>
					<ul className="grid list-disc gap-1 pl-5">
						{deliverables.map((text, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: as above
							<li key={index} className="break-words">
								<SafeText text={text} />
							</li>
						))}
					</ul>
				</Fold>
			)}
			{verify.length > 0 && (
				<Fold title="Checked with" note={verify.length === 1 ? "1 command" : `${verify.length} commands`} open>
					<ul className="grid gap-1">
						{verify.map((command, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: as above
							<li key={index}>
								<code className="block rounded-md border border-line bg-raise px-2.5 py-1 font-mono text-small break-all whitespace-pre-wrap">
									<SafeText text={command} mode="code" />
								</code>
							</li>
						))}
					</ul>
				</Fold>
			)}
		</div>
	);
}

function Fold({ title, note, open, children }: { title: string; note: string; open: boolean; children: ReactNode }) {
	return (
		<details className="group grid gap-2" open={open}>
			<summary className="flex items-baseline gap-2 rounded-sm">
				<h3 className="text-[0.8125rem] font-strong">{title}</h3>
				<span className="text-small text-ink-2">{note}</span>
				<span aria-hidden="true" className="inline-block text-ink-3 transition-transform group-open:rotate-90">
					›
				</span>
			</summary>
			<div className="pt-2">{children}</div>
		</details>
	);
}
