"use client";

import type { ReactNode } from "react";
import { classNames } from "../../_ui/class-names.ts";
import { TicketLinks } from "../../_ui/ticket-link.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { type DaemonFacts, HEALTH_TONE, processState, type Tone } from "../../_words/daemon-words.ts";

const TEXT: Record<Tone, string> = {
	ok: "text-ok",
	warn: "text-warn",
	bad: "text-bad",
	wait: "text-wait",
	off: "text-ink",
	busy: "text-accent",
};

/** The four separate facts. What is not known is a dash. */
export function Facts({ daemon }: { daemon: DaemonFacts }) {
	const running = daemon.phase === "running";
	const phaseTone = running ? "off" : processState(daemon).tone;
	return (
		<dl className="grid grid-cols-2 border-b border-line tablet:grid-cols-4">
			<Fact name="Wanted">{daemon.desired}</Fact>
			<Fact name="Phase" tone={phaseTone}>
				{daemon.phase.replace("-", " ")}
			</Fact>
			<Fact
				name="Health"
				tone={running ? HEALTH_TONE[daemon.health] : "off"}
				more={running && daemon.heartbeatAt && <HeartbeatAge at={daemon.heartbeatAt} />}
			>
				{running ? daemon.health : null}
			</Fact>
			<Fact name="Activity" more={daemon.waitingOn.length > 0 && <TicketLinks tickets={daemon.waitingOn} />}>
				{daemon.activity}
			</Fact>
		</dl>
	);
}

function Fact({
	name,
	tone = "off",
	more,
	children,
}: {
	name: string;
	tone?: Tone;
	more?: ReactNode;
	children: string | null;
}) {
	return (
		<div className="min-w-0 border-line px-4 py-2 not-first:border-l max-tablet:nth-3:border-l-0 max-tablet:nth-[n+3]:border-t">
			<dt className="text-label text-ink-3">{name}</dt>
			<dd className="flex flex-wrap items-baseline gap-x-1.5">
				<span data-live className={classNames("font-semibold", TEXT[tone])}>
					{children ?? (
						<>
							<span aria-hidden="true">—</span>
							<span className="sr-only">not known</span>
						</>
					)}
				</span>
				{more && <span className="text-small text-ink-3">{more}</span>}
			</dd>
		</div>
	);
}

function HeartbeatAge({ at }: { at: string }) {
	return (
		<>
			<span className="sr-only">last heard </span>
			<RelativeTime at={at} />
		</>
	);
}
