"use client";

import { useState } from "react";
import { daemonNamed, useDaemonFacts } from "../../_live/use-daemon.ts";
import { AppLink } from "../../_navigation/app-link.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { processState } from "../../_words/daemon-words.ts";
import { logsPage } from "../logs/use-place.ts";
import { DaemonButtons } from "./daemon-buttons.tsx";
import { DaemonNotices } from "./daemon-notices.tsx";
import { Evidence } from "./evidence.tsx";
import { Facts } from "./facts.tsx";
import { TaskSection } from "./task-section.tsx";
import { Vitals } from "./vitals.tsx";

const LINK = "text-small text-ink-2 underline decoration-line-strong underline-offset-2 hover:text-ink";

/** One daemon in full. */
export function DaemonCard({ name }: { name: string }) {
	const daemon = useDaemonFacts((state) => daemonNamed(state, name));
	/** What the button under the pointer or the focus would do, in place of the evidence. */
	const [hint, setHint] = useState<string | null>(null);
	if (!daemon) return null;
	return (
		<Panel labelledBy="daemon">
			<div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 border-b border-line px-4 pt-3 pb-2.5">
				<div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
					<h2 id="daemon" className="min-w-0 text-name font-strong break-words">
						{daemon.name}
					</h2>
					<StateBadge state={processState(daemon)} />
					<AppLink href={logsPage({ daemon: name })} className={LINK}>
						Log
					</AppLink>
					<AppLink href={`/history?daemon=${encodeURIComponent(name)}`} className={LINK}>
						History
					</AppLink>
				</div>
				<DaemonButtons daemon={daemon} onHint={setHint} />
				<div className="col-span-2 mt-1 text-small text-ink-2">
					{/* The evidence keeps its place, and stays reachable by keyboard, while a hint covers it. */}
					<div className={hint ? "hidden" : undefined}>
						<Evidence daemon={daemon} />
					</div>
					{hint && <p className="min-h-4.5">{hint}</p>}
				</div>
			</div>
			<DaemonNotices daemon={daemon} />
			<Facts daemon={daemon} />
			<TaskSection daemon={daemon} />
			<Vitals daemon={daemon} />
		</Panel>
	);
}
