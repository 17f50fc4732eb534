"use client";

import type { ReactNode } from "react";
import { useLiveState } from "../../_live/store.ts";
import { daemonNamed } from "../../_live/use-daemon.ts";
import type { DaemonFacts } from "../../_words/daemon-words.ts";
import { bytes, percent } from "../../_words/quantity.ts";
import { VitalChart } from "./vital-chart.tsx";

/** CPU and memory of the whole process tree: the figure now, and the last ten minutes. */
export function Vitals({ daemon }: { daemon: DaemonFacts }) {
	const { name, memoryLimitBytes: limit } = daemon;
	const running = daemon.pid !== null;
	return (
		<div className="grid grid-cols-1 tablet:grid-cols-2">
			<Vital
				label="CPU, whole tree, last 10 min"
				figure={<CpuFigure name={name} />}
				note={running ? "of one core" : "not running"}
			>
				<VitalChart name={name} kind="cpu" limit={null} />
			</Vital>
			<Vital
				label="Memory, whole tree, last 10 min"
				figure={<MemoryFigure name={name} />}
				note={running ? limit !== null && `of ${bytes(limit)}` : "not running"}
			>
				<VitalChart name={name} kind="memory" limit={limit} />
			</Vital>
		</div>
	);
}

function Vital({
	label,
	figure,
	note,
	children,
}: {
	label: string;
	figure: ReactNode;
	note: ReactNode;
	children: ReactNode;
}) {
	return (
		<div className="min-w-0 border-line px-4 py-3 not-first:border-t tablet:not-first:border-t-0 tablet:not-first:border-l">
			<p className="text-label text-ink-3">{label}</p>
			<p>
				<b data-live className="text-title font-strong whitespace-nowrap">
					{figure}
				</b>{" "}
				<span className="text-ink-2">{note}</span>
			</p>
			<div className="mt-1.5">{children}</div>
		</div>
	);
}

function CpuFigure({ name }: { name: string }) {
	return <Figure words={useLiveState((state) => figureOf(daemonNamed(state, name)?.cpuPercent, percent), null)} />;
}

function MemoryFigure({ name }: { name: string }) {
	return <Figure words={useLiveState((state) => figureOf(daemonNamed(state, name)?.memoryBytes, bytes), null)} />;
}

/** As wide as most figures are, so that what stands behind it keeps its place. */
function Figure({ words }: { words: string | null }) {
	return words === null ? "—" : <span className="inline-block min-w-[4.6ch]">{words}</span>;
}

function figureOf(value: number | null | undefined, words: (value: number) => string): string | null {
	return value === null || value === undefined ? null : words(value);
}
