"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { keyLabel } from "../../_keys/keys-dialog.tsx";
import { useLive } from "../../_live/store.ts";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import type { Commands } from "./commands.ts";

/** What can be done with an item. Each says what will happen; only what changes the file has its own dialog before. */
export function ItemActions({ item, commands }: { item: RoadmapEntry; commands: Commands }) {
	const online = useLive(({ connection }) => connection.status === "online");
	const off = commands.busy || !online;
	return (
		<div className="flex flex-wrap gap-2">
			<Act
				label={item.next ? "Not next any more" : "Do this next"}
				hint={
					item.next
						? "Back into the order of the file."
						: "The developer takes it before all others, as soon as it is free."
				}
				keys="n"
				off={off}
				onAct={() => commands.next(item)}
			/>
			<Act
				label="Set status"
				hint="Writes another status into the file."
				keys="s"
				off={off}
				onAct={() => commands.status(item)}
			/>
			<Act
				label={item.aside !== null ? "Take back" : "Set aside"}
				hint={
					item.aside !== null
						? "The developer takes it when its turn comes."
						: "The developer passes it over until you take it back."
				}
				keys="a"
				off={off}
				onAct={() => commands.aside(item)}
			/>
			<Act
				label={item.estimate === null ? "Estimate" : "Change estimate"}
				hint="Writes the estimate into the file."
				keys="e"
				off={off}
				onAct={() => commands.estimate(item)}
			/>
			<Act
				label="Move before…"
				hint="Moves its section within the file."
				keys="m"
				off={off}
				onAct={() => commands.move(item)}
			/>
			<span className="flex gap-1">
				<Button
					aria-label="Move up"
					title={`Move up (${keyLabel("alt+arrowup")})`}
					disabled={off}
					onClick={() => commands.shift(item, -1)}
					className="px-2 pointer-coarse:w-11"
				>
					<ArrowUp aria-hidden="true" size={14} />
				</Button>
				<Button
					aria-label="Move down"
					title={`Move down (${keyLabel("alt+arrowdown")})`}
					disabled={off}
					onClick={() => commands.shift(item, 1)}
					className="px-2 pointer-coarse:w-11"
				>
					<ArrowDown aria-hidden="true" size={14} />
				</Button>
			</span>
		</div>
	);
}

interface ActProps {
	label: string;
	hint: string;
	keys: string;
	off: boolean;
	onAct: () => void;
}

function Act({ label, hint, keys, off, onAct }: ActProps) {
	return (
		<Button title={hint} disabled={off} onClick={onAct}>
			{label}
			<span aria-hidden="true">
				<KeyHint keys={keys} />
			</span>
		</Button>
	);
}
