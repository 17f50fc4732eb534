"use client";

import { useState } from "react";
import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry, RoadmapView } from "../../../server/contract/work.ts";
import { Dialog } from "../../_ui/dialog.tsx";
import { AddForm, type Draft, NO_DRAFT } from "./add-dialog.tsx";
import { findItem } from "./arrange.ts";
import { AsideForm } from "./aside-dialog.tsx";
import { useSending } from "./edit-form.tsx";
import { EstimateForm } from "./estimate-dialog.tsx";
import { MoveForm } from "./move-dialog.tsx";
import { StatusForm } from "./status-dialog.tsx";
import type { Edits, Outcome } from "./use-edits.ts";

export type Asked =
	| { what: "status" | "estimate" | "aside" | "move"; item: RoadmapEntry; version: string }
	| { what: "add"; version: string };

interface Props {
	asked: Asked | null;
	view: RoadmapView;
	selected: RoadmapEntry | null;
	edits: Edits;
	onClose: () => void;
	onDone: (outcome: Outcome & { ok: true }, asked: Asked) => void;
}

/** What is asked before an edit is made. One at a time. */
export function Dialogs({ asked, view, selected, edits, onClose, onDone }: Props) {
	const [draft, setDraft] = useState(NO_DRAFT);
	const done = (outcome: Outcome & { ok: true }) => {
		if (asked?.what === "add") setDraft(NO_DRAFT);
		if (asked) onDone(outcome, asked);
	};
	return (
		<Dialog open={asked !== null} title={asked ? titleOf(asked) : ""} onClose={onClose}>
			{asked && (
				<Asking
					key={asked.what === "add" ? "add" : `${asked.what} ${asked.item.ref}`}
					{...{ asked, view, selected, edits, draft }}
					onDraft={setDraft}
					onDone={done}
				/>
			)}
		</Dialog>
	);
}

interface AskingProps extends Pick<Props, "view" | "selected" | "edits"> {
	asked: Asked;
	draft: Draft;
	onDraft: (draft: Draft) => void;
	onDone: (outcome: Outcome & { ok: true }) => void;
}

function Asking({ asked, view, selected, edits, draft, onDraft, onDone }: AskingProps) {
	const sending = useSending(edits.run, asked.version, onDone);
	if (asked.what === "add") return <AddForm {...{ draft, onDraft, selected, sending }} />;
	// As it is by now: the file may have changed since the dialog was opened.
	const item = findItem(view.items, asked.item.ref, asked.item.title);
	if (!item) return <p>{visibleText(asked.item.id)} is not in the file any more.</p>;
	switch (asked.what) {
		case "status":
			return <StatusForm item={item} sending={sending} />;
		case "estimate":
			return <EstimateForm item={item} sending={sending} />;
		case "aside":
			return <AsideForm item={item} sending={sending} />;
		case "move":
			return <MoveForm view={view} item={item} sending={sending} />;
	}
}

function titleOf(asked: Asked): string {
	if (asked.what === "add") return "Add an item";
	const id = visibleText(asked.item.id);
	return { status: `Status of ${id}`, estimate: `Estimate of ${id}`, aside: `Set ${id} aside`, move: `Move ${id}` }[
		asked.what
	];
}
