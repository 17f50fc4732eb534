"use client";

import { useDeferredValue, useMemo, useRef } from "react";
import type { RoadmapView } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { useFocusAt } from "../inbox/use-focus-at.ts";
import { columnsOf, filtered, searched } from "./arrange.ts";
import { Board } from "./board.tsx";
import { commandsOf } from "./commands.ts";
import { type Asked, Dialogs } from "./dialogs.tsx";
import { EditBar } from "./edit-bar.tsx";
import { NoItems } from "./empty.tsx";
import { FileWarnings } from "./file-warnings.tsx";
import { Filters } from "./filters.tsx";
import { ItemList } from "./item-list.tsx";
import { ItemPanel, NoSuchItem } from "./item-panel.tsx";
import { type Opening, OpeningProvider } from "./opening.ts";
import type { Layout } from "./paths.ts";
import { Standing } from "./standing.tsx";
import type { Edits } from "./use-edits.ts";
import type { Placing } from "./use-place.ts";
import { useRoadmapKeys } from "./use-roadmap-keys.ts";
import { useSelection } from "./use-selection.ts";

interface Props {
	view: RoadmapView;
	turn: number;
	placing: Placing;
	layout: Layout;
	search: string;
	onSearch: (text: string) => void;
	edits: Edits;
	asked: Asked | null;
	onAsk: (asked: Asked | null) => void;
}

/** A roadmap that was read: the items at the left, the open one at the right; on a phone one after the other. */
export function Workbench({ view, turn, placing, layout, search, onSearch, edits, asked, onAsk }: Props) {
	const { place, go } = placing;
	const frame = useRef<HTMLDivElement>(null);
	const focusOn = useFocusAt(frame, place.item);
	const sought = useDeferredValue(search);
	const found = useMemo(() => searched(view.items, sought), [view.items, sought]);
	const items = useMemo(
		() => filtered(found, { shown: place.shown, unclear: place.unclear }),
		[found, place.shown, place.unclear],
	);
	const columns = useMemo(() => columnsOf(items), [items]);
	const inSight = layout === "list" ? items : columns.flatMap((column) => column.items);
	const selection = useSelection(view.items, placing);
	const { selected, wanted, onFocused } = selection;

	const commands = commandsOf({
		view,
		edits,
		ask: onAsk,
		onShifted: selection.renamed,
		neighbours: (item) =>
			layout === "list" ? items : (columns.find((column) => column.items.includes(item))?.items ?? items),
	});
	const opening = useMemo(
		(): Opening => ({
			place,
			open: (ref, byKey) => {
				// From one open item to another is no step back of its own.
				if (place.item !== ref) go({ item: ref }, place.item === null ? "push" : "replace");
				if (byKey) focusOn("[data-item-title]", ref);
			},
		}),
		[place, go, focusOn],
	);
	useRoadmapKeys({ inSight, selection, commands, onOpen: (item) => opening.open(item.ref, true) });

	const shown = { items, selected: selected?.ref ?? null, open: selection.open?.ref ?? null, wanted, onFocused };
	return (
		<OpeningProvider value={opening}>
			<div ref={frame} className="relative flex min-h-0 flex-1 flex-col">
				<div className={classNames("flex flex-none flex-col", place.item !== null && "max-desk:hidden")}>
					<FileWarnings warnings={view.warnings} />
					<Standing view={view} />
					{view.items.length > 0 && <Filters items={found} placing={placing} />}
				</div>
				<div
					className={classNames(
						"flex min-h-0 flex-1 flex-col",
						place.item !== null &&
							"desk:grid desk:grid-cols-[minmax(300px,2fr)_minmax(400px,3fr)] desk:grid-rows-[minmax(0,1fr)]",
					)}
				>
					<div className={classNames("flex min-h-0 min-w-0 flex-1 flex-col", place.item !== null && "max-desk:hidden")}>
						{items.length === 0 ? (
							<NoItems
								empty={view.items.length === 0}
								onClear={() => {
									onSearch("");
									go({ search: "", shown: [], unclear: false }, "replace");
								}}
							/>
						) : layout === "list" ? (
							<ItemList {...shown} />
						) : (
							<Board {...shown} />
						)}
					</div>
					{place.item !== null && (
						<div className="min-h-0 min-w-0 flex-1 overflow-y-auto border-line desk:border-l">
							{selection.open ? (
								<ItemPanel
									key={selection.open.ref}
									{...{ view, turn, commands }}
									item={selection.open}
									onClose={selection.close}
								/>
							) : (
								<NoSuchItem name={place.item} onClose={selection.close} />
							)}
						</div>
					)}
				</div>
				{asked === null && <EditBar edits={edits} view={view} />}
				<Dialogs
					{...{ asked, view, selected, edits }}
					onClose={() => onAsk(null)}
					onDone={({ ref }, { what }) => {
						onAsk(null);
						if (ref === null) return;
						if (what === "add") go({ item: ref }, place.item === null ? "push" : "replace");
						else selection.renamed(ref);
					}}
				/>
			</div>
		</OpeningProvider>
	);
}
