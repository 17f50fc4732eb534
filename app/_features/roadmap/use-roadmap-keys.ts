"use client";

import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { type Binding, useKeys } from "../../_keys/use-keys.ts";
import { stepFrom } from "./arrange.ts";
import type { Commands } from "./commands.ts";
import type { Selection } from "./use-selection.ts";

interface Parts {
	/** In the order in which they are seen. */
	inSight: readonly RoadmapEntry[];
	selection: Selection;
	commands: Commands;
	onOpen: (item: RoadmapEntry) => void;
}

/** The whole page by keyboard. */
export function useRoadmapKeys({ inSight, selection, commands, onOpen }: Parts): void {
	const { selected, goTo } = selection;
	const walk = (step: 1 | -1) => {
		const item = stepFrom(inSight, selected?.ref ?? null, step);
		if (!item) return false;
		goTo(item.ref);
	};
	/** Does something with the selected item; without one the key is left alone. */
	const act = (command: (item: RoadmapEntry) => unknown) => () => {
		if (!selected) return false;
		if (!commands.busy) command(selected);
	};
	const keys = (keys: string, label: string, run: Binding["run"]): Binding => ({ keys, label, group: "Roadmap", run });
	useKeys([
		keys("j", "Next item", () => walk(1)),
		keys("k", "Previous item", () => walk(-1)),
		keys("enter, o", "Open the item", act(onOpen)),
		keys("n", "Do it next, or in its turn again", act(commands.next)),
		keys("s", "Set its status", act(commands.status)),
		keys("a", "Set it aside, or take it back", act(commands.aside)),
		keys("e", "Estimate it", act(commands.estimate)),
		keys("m", "Move it before another item", act(commands.move)),
		keys(
			"alt+arrowup",
			"Move it up",
			act((item) => commands.shift(item, -1)),
		),
		keys(
			"alt+arrowdown",
			"Move it down",
			act((item) => commands.shift(item, 1)),
		),
		keys("c", "Add an item", () => {
			if (!commands.busy) commands.add();
		}),
		{
			keys: "escape",
			label: "Leave the search, then close the item",
			group: "Roadmap",
			inFields: true,
			run: () => {
				const active = document.activeElement;
				if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) return active.blur();
				if (!selection.open) return false;
				selection.close();
			},
		},
	]);
}
