"use client";

import { Columns3, List, type LucideIcon, Plus } from "lucide-react";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { followedBy } from "../../_navigation/app-link.tsx";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SearchField } from "../../_ui/search-field.tsx";
import { ToolSelect } from "../../_ui/tool-select.tsx";
import { type Layout, roadmapPage } from "./paths.ts";
import type { Placing } from "./use-place.ts";

interface Props {
	developers: readonly string[];
	daemon: string | null;
	placing: Placing;
	layout: Layout;
	onLayout: (layout: Layout) => void;
	search: string;
	onSearch: (text: string) => void;
	/** An item has a phone's screen to itself. */
	narrowHidden: boolean;
	/** Null while nothing can be added. */
	onAdd: (() => void) | null;
}

/** Whose roadmap, how it is shown, and what is looked for in it. */
export function Tools({ developers, daemon, placing, layout, onLayout, search, onSearch, narrowHidden, onAdd }: Props) {
	return (
		<div
			className={classNames(
				"flex flex-none flex-wrap items-center gap-2 border-b border-line bg-panel px-4 py-2.5 desk:px-6",
				narrowHidden && "max-desk:hidden",
			)}
		>
			{(developers.length > 1 || daemon === null) && (
				<DeveloperChoice developers={developers} daemon={daemon} placing={placing} />
			)}
			<nav aria-label="View" className="flex gap-1">
				<LayoutLink layout="list" label="List" icon={List} current={layout} placing={placing} onLayout={onLayout} />
				<LayoutLink
					layout="board"
					label="Board"
					icon={Columns3}
					current={layout}
					placing={placing}
					onLayout={onLayout}
				/>
			</nav>
			<SearchField
				text={search}
				onText={onSearch}
				label="Search the roadmap"
				placeholder="Id, title or status"
				keyLabel="Search"
				group="Roadmap"
				className="flex-[1_1_110px] desk:ml-auto desk:max-w-72"
			/>
			<Button
				onClick={() => onAdd?.()}
				disabled={onAdd === null}
				title={`Add an item to the roadmap (${keyLabel("c")})`}
			>
				<Plus aria-hidden="true" size={14} /> <span className="max-tablet:sr-only">Add item</span>
			</Button>
		</div>
	);
}

function DeveloperChoice({ developers, daemon, placing }: Pick<Props, "developers" | "daemon" | "placing">) {
	return (
		<ToolSelect
			label="Roadmap of"
			value={daemon ?? ""}
			onValue={(name) => placing.go({ daemon: name, item: null })}
			className="max-w-[60vw]"
		>
			{daemon === null && <option value="">Choose a developer</option>}
			{developers.map((name) => (
				<option key={name}>{name}</option>
			))}
		</ToolSelect>
	);
}

interface LayoutLinkProps {
	layout: Layout;
	label: string;
	icon: LucideIcon;
	current: Layout;
	placing: Placing;
	onLayout: (layout: Layout) => void;
}

function LayoutLink({ layout, label, icon: Icon, current, placing, onLayout }: LayoutLinkProps) {
	return (
		<a
			href={roadmapPage({ ...placing.place, layout })}
			onClick={followedBy(() => onLayout(layout))}
			aria-current={layout === current ? "true" : undefined}
			className={classNames(
				"inline-flex items-center gap-1.5 rounded-md px-2.5 py-0.75 text-[0.8125rem] font-semibold whitespace-nowrap pointer-coarse:py-2.5",
				layout === current ? "bg-accent-soft text-ink" : "text-ink-2 hover:bg-raise hover:text-ink",
			)}
		>
			<Icon aria-hidden="true" size={14} strokeWidth={1.75} /> {label}
		</a>
	);
}
