"use client";

import { type ReactNode, useState } from "react";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { VitalSample } from "../../../server/contract/state.ts";
import { useLiveState } from "../../_live/store.ts";
import { daemonNamed } from "../../_live/use-daemon.ts";
import type { DaemonFacts } from "../../_words/daemon-words.ts";
import { bytes, percent } from "../../_words/quantity.ts";
import { VitalChart } from "./vital-chart.tsx";
import type { VitalKind } from "./vital-series.ts";

/**
 * CPU and memory of the whole process tree: the figure now, and how it came about. Of a daemon that does not run and has
 * not for a while there is nothing to draw.
 */
export function Vitals({ daemon }: { daemon: DaemonFacts }) {
	const { name, memoryLimitBytes: limit } = daemon;
	const running = daemon.pid !== null;
	const measured = useLiveState((state) => isMeasured(ownEntry(state.vitals, name) ?? []), false);
	if (!running && !measured)
		return <p className="px-4 py-2.5 text-ink-2">CPU and memory are shown here while it runs.</p>;
	return (
		<div className="grid grid-cols-1 tablet:grid-cols-2">
			<Vital
				name={name}
				kind="cpu"
				limit={null}
				figure={<CpuFigure name={name} />}
				note={running ? "of one core" : "not running"}
			/>
			<Vital
				name={name}
				kind="memory"
				limit={limit}
				figure={<MemoryFigure name={name} />}
				note={running ? limit !== null && `of ${bytes(limit)}` : "not running"}
			/>
		</div>
	);
}

function isMeasured(samples: readonly VitalSample[]): boolean {
	return samples.some(([, cpu, memory]) => cpu !== null || memory !== null);
}

interface VitalProps {
	name: string;
	kind: VitalKind;
	limit: number | null;
	figure: ReactNode;
	note: ReactNode;
}

function Vital({ name, kind, limit, figure, note }: VitalProps) {
	const [minutes, setMinutes] = useState(1);
	return (
		<div className="min-w-0 border-line px-4 py-3 not-first:border-t tablet:not-first:border-t-0 tablet:not-first:border-l">
			<p className="text-label text-ink-3">
				{kind === "cpu" ? "CPU" : "Memory"}, whole tree, last {minutes} min
			</p>
			<p>
				<b data-live className="text-title font-strong whitespace-nowrap">
					{figure}
				</b>{" "}
				<span className="text-ink-2">{note}</span>
			</p>
			<div className="mt-1.5">
				<VitalChart name={name} kind={kind} limit={limit} onWindow={setMinutes} />
			</div>
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
