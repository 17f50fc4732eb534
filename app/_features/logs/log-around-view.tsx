"use client";

import { ArrowDownToLine, ArrowLeft } from "lucide-react";
import { useKeys } from "../../_keys/use-keys.ts";
import { Button } from "../../_ui/button.tsx";
import { LogRows } from "./log-rows.tsx";
import { useLogAround } from "./use-log-around.ts";
import type { Place } from "./use-place.ts";

const NOTHING = () => undefined;

interface Props {
	name: string;
	at: number;
	place: Place;
	go: (place: Place) => void;
	wrap: boolean;
}

/** A line with those around it: a part of the log that stands still. */
export function LogAroundView({ name, at, place, go, wrap }: Props) {
	const log = useLogAround(name, at);
	const toEnd = () => go({ ...place, search: null, at: null });
	useKeys([{ keys: "G, e", label: "Go to the end", group: "Logs", run: toEnd }]);
	return (
		<>
			<LogRows
				label={`Log of ${name}, around a line`}
				rows={log.rows}
				wrap={wrap}
				following={false}
				mark={at}
				onAway={NOTHING}
				onEnd={log.isComplete || log.isLoading ? NOTHING : log.loadLater}
				onBeginning={log.loadOlder}
				onShow={(offset) => go({ ...place, at: offset })}
			/>
			<div className="flex flex-none flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-2 desk:px-6">
				{log.failure ? (
					<p role="alert" className="mr-auto text-small text-bad">
						{log.failure}
					</p>
				) : (
					<p role="status" className="mr-auto text-small text-ink-2">
						{log.isLoading ? "Loading…" : "A part of the log; new lines are not added here."}
					</p>
				)}
				{!log.isComplete && !log.isLoading && (
					<Button size="small" onClick={log.loadLater}>
						Later lines
					</Button>
				)}
				{place.search !== null && (
					<Button size="small" onClick={() => go({ ...place, at: null })}>
						<ArrowLeft aria-hidden="true" size={13} /> Back to the results
					</Button>
				)}
				<Button size="small" onClick={toEnd}>
					<ArrowDownToLine aria-hidden="true" size={13} /> Go to the end
				</Button>
			</div>
		</>
	);
}
