"use client";

import { ArrowDownToLine, Copy, Download, Pause, Play } from "lucide-react";
import { useKeys } from "../../_keys/use-keys.ts";
import { Button } from "../../_ui/button.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { linesWords } from "./lines-words.ts";
import { LogRows } from "./log-rows.tsx";
import { useLiveLog } from "./use-live-log.ts";
import type { Place } from "./use-place.ts";
import { useTake } from "./use-take.ts";

interface Props {
	name: string;
	place: Place;
	go: (place: Place) => void;
	wrap: boolean;
}

/** The end of a log as it grows, until somebody wants to read. */
export function LogLiveView({ name, place, go, wrap }: Props) {
	const log = useLiveLog(name);
	const { rows, following, newLines, failure } = log;
	const take = useTake(name);
	useKeys([
		{ keys: "p", label: "Pause, or go on", group: "Logs", run: following ? log.pause : log.resume },
		{ keys: "G, e", label: "Go to the end", group: "Logs", run: log.resume },
	]);
	const isEmpty = log.end !== null && rows.length === 0 && !log.unfinished;
	return (
		<>
			{isEmpty ? (
				<div className="flex-1 overflow-auto bg-panel">
					<EmptyState title={`${name} has written nothing yet`}>
						What it writes to its standard output and standard error appears here as it comes, and is kept: also while
						no dashboard runs.
					</EmptyState>
				</div>
			) : (
				<LogRows
					label={`Log of ${name}`}
					rows={rows}
					unfinished={following ? log.unfinished : null}
					wrap={wrap}
					following={following}
					onAway={log.pause}
					onEnd={log.resume}
					onBeginning={log.loadOlder}
					onShow={(at) => go({ ...place, at })}
				/>
			)}
			<div className="flex flex-none flex-wrap items-center gap-2 border-t border-line bg-panel px-4 py-2 desk:px-6">
				<p data-live className="min-w-24 flex-1 text-small text-ink-2">
					{following ? "Following" : `Paused · ${linesWords(newLines, "new ")}`}
					{following && log.skipped > 0 && (
						<span title="They came faster than they could be shown; marks in the log tell where.">
							{" "}
							· {linesWords(log.skipped)} skipped
						</span>
					)}
				</p>
				{(failure ?? take.failure) && (
					<p role="alert" className="w-full text-small text-bad">
						{failure ?? take.failure}
					</p>
				)}
				{take.done && (
					<p role="status" className="text-small text-ink-2">
						{take.done}
					</p>
				)}
				<Button
					size="small"
					onClick={() => take.copy(rows)}
					disabled={rows.length === 0}
					title="Copy the lines shown here"
				>
					<Copy aria-hidden="true" size={13} /> <span className="max-tablet:sr-only">Copy</span>
				</Button>
				<Button size="small" onClick={take.save} title="Save all of it, rotated files included">
					<Download aria-hidden="true" size={13} /> <span className="max-tablet:sr-only">Save</span>
				</Button>
				{following ? (
					<Button size="small" onClick={log.pause}>
						<Pause aria-hidden="true" size={13} /> Pause
					</Button>
				) : (
					<Button size="small" look="primary" onClick={log.resume}>
						{newLines > 0 ? <ArrowDownToLine aria-hidden="true" size={13} /> : <Play aria-hidden="true" size={13} />}
						Go to the end
					</Button>
				)}
			</div>
		</>
	);
}
