"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Handover } from "../../../server/contract/handover.ts";
import { useKeys } from "../../_keys/use-keys.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { HttpError, postJson } from "../../_live/http.ts";
import { useGo } from "../../_navigation/use-go.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { KeyHint } from "../../_ui/key-hint.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { clockTime } from "../../_words/time.ts";
import { dayIn, handoverPage, nextDay } from "./paths.ts";

/** Which time it is about, other times, and that it was read. */
export function Head({ day, handover }: { day: string | null; handover: Handover | null }) {
	const go = useGo();
	const [refusal, setRefusal] = useState<string | null>(null);
	// Kept while another day is on its way.
	const [zone, setZone] = useState<string>();
	if (handover && handover.timeZone !== zone) setZone(handover.timeZone);
	const today = () => dayIn(zone, Date.now());
	const words = useTimeWords((now) => (handover ? periodWords(day, handover, now) : "…"));
	const turn = (step: 1 | -1) => {
		const to = day === null ? (step === -1 ? today() : null) : nextDay(day, step, today());
		// After today comes what nobody has read yet.
		if (to === null && day === null) return false;
		go(handoverPage(to));
	};
	const read = async () => {
		if (!handover) return;
		setRefusal(null);
		try {
			await postJson("/api/v1/handover/read", { until: handover.to });
			announce("Marked as read. The next handover begins here.");
		} catch (error) {
			setRefusal(error instanceof HttpError ? error.message : String(error));
		}
	};
	// Not on a day's view: what lies between the last reading and that day would never have been shown.
	const mayMark = day === null;
	useKeys([
		{ keys: "[", label: "The day before", group: "Handover", run: () => turn(-1) },
		{ keys: "]", label: "The day after", group: "Handover", run: () => turn(1) },
		...(mayMark ? [{ keys: "m", label: "Mark it as read", group: "Handover" as const, run: () => void read() }] : []),
	]);
	return (
		<header className="flex flex-wrap items-center gap-x-3 gap-y-2">
			<div className="min-w-0 flex-1 basis-64">
				<h1 className="text-title font-strong">Handover</h1>
				<p className="text-ink-2">{words}</p>
			</div>
			<div className="flex items-center gap-1">
				<Button look="plain" onClick={() => turn(-1)} aria-label="The day before" className="px-2">
					<ChevronLeft aria-hidden="true" size={16} />
				</Button>
				<Button
					look={day === null ? "plain" : "quiet"}
					aria-pressed={day === null}
					onClick={() => go(handoverPage(null))}
				>
					Since you looked
				</Button>
				<Button
					look={day === null ? "quiet" : "plain"}
					aria-pressed={day !== null}
					onClick={() => go(handoverPage(today()))}
				>
					{day ?? "Today"}
				</Button>
				<Button
					look="plain"
					onClick={() => turn(1)}
					disabled={day === null}
					aria-label="The day after"
					className="px-2"
				>
					<ChevronRight aria-hidden="true" size={16} />
				</Button>
			</div>
			{mayMark && (
				<Button look="primary" disabled={!handover} onClick={() => void read()}>
					Mark as read <KeyHint keys="m" inherit />
				</Button>
			)}
			<p role="alert" className="basis-full font-semibold text-bad empty:hidden">
				{refusal && <SafeText text={refusal} />}
			</p>
		</header>
	);
}

function periodWords(day: string | null, { from, to, readAt, timeZone }: Handover, now: number): string {
	if (day !== null)
		return `The day of ${day} in ${timeZone}${dayIn(timeZone, Date.parse(to)) === day ? ", so far" : ""}.`;
	const since = clockTime(from, now);
	return readAt
		? `Since you last read one, ${since}.`
		: `The last day, since ${since}. Mark it as read, and the next begins there.`;
}
