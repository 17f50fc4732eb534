"use client";

import type { Rule } from "../../../server/contract/rule.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { exactTime } from "../../_words/time.ts";
import { endWords, usedWords, whomWords } from "./rule-words.ts";

/** Of the questions that a rule has answered, so many are named. */
const NAMED = 5;

interface Props {
	rule: Rule;
	/** It decides nothing any more. */
	ended: boolean;
	onChange: () => void;
	onRevoke: () => void;
}

/** One rule: what, for whom, from which question, until when, used how often. */
export function RuleItem({ rule, ended, onChange, onRevoke }: Props) {
	const { id, decision, pattern, note, revokedAt, expiresAt } = rule;
	const end = useTimeWords((now) => endWords(rule, now));
	const moment = revokedAt ?? expiresAt;
	const name = visibleText(`${id}, ${pattern}`, "code");
	return (
		<li
			id={id}
			data-rule={id}
			className="grid gap-x-4 gap-y-2 border-line px-4 py-3 not-first:border-t tablet:grid-cols-[minmax(0,1fr)_auto]"
		>
			<div className="grid min-w-0 content-start gap-1">
				<p className="flex min-w-0 flex-wrap items-baseline gap-x-2.5 gap-y-1">
					<Verdict decision={decision} ended={ended} />
					<code className="min-w-0 font-mono text-[0.8125rem] font-semibold [overflow-wrap:anywhere] whitespace-pre-wrap">
						<SafeText text={pattern} mode="code" />
					</code>
				</p>
				<p className="text-ink-2">
					<SafeText text={whomWords(rule)} />,{" "}
					<span title={moment === null ? undefined : exactTime(moment)} className={ended ? "" : "text-ink"}>
						{end}
					</span>
				</p>
				{note && (
					<p className="break-words">
						<SafeText text={note} />
					</p>
				)}
				<Origin rule={rule} />
			</div>
			{revokedAt === null && (
				<div className="flex gap-1 self-start max-tablet:-ml-2.5">
					<Button
						look="quiet"
						size="small"
						aria-label={`${ended ? "Take up again" : "Change"} ${name}`}
						onClick={onChange}
					>
						{ended ? "Take up again…" : "Change…"}
					</Button>
					{!ended && (
						<Button look="quiet" size="small" aria-label={`Revoke ${name}`} onClick={onRevoke}>
							Revoke…
						</Button>
					)}
				</div>
			)}
		</li>
	);
}

function Verdict({ decision, ended }: { decision: Rule["decision"]; ended: boolean }) {
	const allows = decision === "allow";
	const tone = ended ? "off" : allows ? "ok" : "bad";
	return <StateBadge state={{ word: allows ? "Allow" : "Refuse", shape: allows ? "check" : "cross", tone }} />;
}

function Origin({ rule }: { rule: Rule }) {
	const { id, ticket, answered, uses } = rule;
	const used = useTimeWords((now) => usedWords(rule, now));
	const named = answered.slice(0, NAMED);
	return (
		<p className="flex flex-wrap items-baseline gap-x-1.5 text-small text-ink-2">
			<span className="font-mono">{id}</span>
			{ticket && (
				<span>
					from your answer to <TicketLink ticket={ticket} />,
				</span>
			)}
			<span>
				{used}
				{named.length > 0 && ":"}
			</span>
			{named.map((one) => (
				<TicketLink key={one} ticket={one} />
			))}
			{uses > named.length && named.length > 0 && <span>and {uses - named.length} more</span>}
		</p>
	);
}
