"use client";

import { useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { useLiveState } from "../../_live/store.ts";
import { EmptyState } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { useSearch } from "../../_ui/use-search.ts";
import type { Asked } from "./dialogs.tsx";
import { NoDeveloper, NoRoadmap, Waiting, WaitingItems } from "./empty.tsx";
import { Tools } from "./tools.tsx";
import { useEdits } from "./use-edits.ts";
import { useLayout } from "./use-layout.ts";
import { type Placing, usePlace } from "./use-place.ts";
import { useRoadmap } from "./use-roadmap.ts";
import { Workbench } from "./workbench.tsx";

const NONE: string[] = [];

/** What a developer works through: the items of its ROADMAP.md, where each stands, and what comes next. */
export function Roadmap() {
	const ready = useLiveState(() => true, false);
	const developers = useLiveState(
		useShallow((state) => state.daemons.filter(({ workspace }) => workspace !== null).map(({ name }) => name)),
		NONE,
	);
	const placing = usePlace();
	const { daemon } = placing.place;
	const name = developers.find((one) => one === daemon) ?? (daemon === null ? developers[0] : undefined) ?? null;
	return (
		<div data-fills="always" className="flex min-h-0 min-w-0 flex-1 flex-col">
			<h1 className="sr-only">Roadmap</h1>
			{!ready ? (
				<Waiting />
			) : developers.length === 0 ? (
				<NoDeveloper />
			) : (
				<RoadmapOf key={name} name={name} developers={developers} placing={placing} />
			)}
		</div>
	);
}

interface Props {
	/** Null: the address names none that there is. */
	name: string | null;
	developers: readonly string[];
	placing: Placing;
}

function RoadmapOf({ name, developers, placing }: Props) {
	const [layout, setLayout] = useLayout(placing);
	const [search, setSearch] = useSearch(placing);
	const [asked, setAsked] = useState<Asked | null>(null);
	const reading = useRoadmap(name);
	const edits = useEdits(name, reading);
	const { view, turn, failure } = reading;
	return (
		<>
			<Tools
				narrowHidden={placing.place.item !== null}
				developers={developers}
				daemon={name}
				placing={placing}
				layout={layout}
				onLayout={setLayout}
				search={search}
				onSearch={setSearch}
				onAdd={view && (() => setAsked({ what: "add", version: view.version }))}
			/>
			{name === null ? (
				<EmptyState title="There is no such developer">
					<SafeText text={`No daemon named ${placing.place.daemon} works through a roadmap. Choose another above.`} />
				</EmptyState>
			) : failure && (view === null || failure.code === "not-found") ? (
				<NoRoadmap failure={failure} onAgain={() => void reading.again()} />
			) : view === null ? (
				<WaitingItems />
			) : (
				<>
					{failure && (
						<p role="alert" className="flex-none border-b border-line bg-warn-soft px-4 py-2 desk:px-6">
							<SafeText text={failure.reason} /> What is shown is how it was read last.
						</p>
					)}
					<Workbench {...{ view, turn, placing, layout, search, edits, asked }} onSearch={setSearch} onAsk={setAsked} />
				</>
			)}
		</>
	);
}
