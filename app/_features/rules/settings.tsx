"use client";

import { useEffect, useState } from "react";
import type { Rule, RuleList } from "../../../server/contract/rule.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { count } from "../../_words/quantity.ts";
import { ChangeDialog } from "./change-dialog.tsx";
import { Configured } from "./configured.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { RuleItem } from "./rule-item.tsx";
import { isEnded } from "./rule-words.ts";
import { useRules } from "./use-rules.ts";

/** What agents may do without a question: by config.json, and by rules that answers have made. */
export function Settings() {
	const fetched = useRules();
	return (
		<div className="grid w-full max-w-[900px] content-start gap-4 p-4 desk:gap-5 desk:p-6">
			<h1 className="text-title font-strong">Settings</h1>
			{fetched.status === "loading" && <Waiting />}
			{fetched.status === "failed" && (
				<p role="alert" className="rounded-lg bg-warn-soft px-4 py-3">
					<SafeText text={fetched.reason} />
				</p>
			)}
			{fetched.status === "ready" && <Known list={fetched.value} />}
		</div>
	);
}

type Open = { dialog: "change" | "revoke"; rule: Rule } | null;

function Known({ list: { rules, configured } }: { list: RuleList }) {
	const [open, setOpen] = useState<Open>(null);
	/** A question that a rule has answered leads to that rule, also when it has ended. */
	const [sought] = useState(() => window.location.hash.slice(1));
	const endedIds = useTimeWords((now) =>
		rules
			.filter((rule) => isEnded(rule, now))
			.map(({ id }) => id)
			.join(" "),
	).split(" ");
	const holding = rules.filter(({ id }) => !endedIds.includes(id));
	const ended = rules.filter(({ id }) => endedIds.includes(id));
	const [showsEnded, setShowsEnded] = useState(() => ended.some(({ id }) => id === sought));
	const close = () => setOpen(null);
	useEffect(() => {
		if (sought !== "") document.getElementById(sought)?.scrollIntoView({ block: "center" });
	}, [sought]);
	const items = (list: readonly Rule[], hasEnded: boolean) => (
		<ul>
			{list.map((rule) => (
				<RuleItem
					key={rule.id}
					rule={rule}
					ended={hasEnded}
					onChange={() => setOpen({ dialog: "change", rule })}
					onRevoke={() => setOpen({ dialog: "revoke", rule })}
				/>
			))}
		</ul>
	);
	return (
		<>
			<Panel labelledBy="rules">
				<PanelHead id="rules" title="Rules">
					<span className="ml-auto text-small text-ink-2">
						{holding.length > 0 && (holding.length === 1 ? "1 holds" : `${holding.length} hold`)}
					</span>
				</PanelHead>
				{holding.length > 0 ? items(holding, false) : <NoRules />}
				{ended.length > 0 && (
					<div className="border-t border-line">
						<p className="px-4 py-2">
							<Button
								look="quiet"
								size="small"
								className="-ml-2.5"
								aria-expanded={showsEnded}
								onClick={() => setShowsEnded(!showsEnded)}
							>
								{showsEnded ? "Hide ended rules" : `Show ${count(ended.length, "ended rule")}`}
							</Button>
						</p>
						{showsEnded && items(ended, true)}
					</div>
				)}
			</Panel>
			{configured.length > 0 && <Configured policies={configured} />}
			<ChangeDialog rule={open?.dialog === "change" ? open.rule : null} onClose={close} />
			<RevokeDialog rule={open?.dialog === "revoke" ? open.rule : null} onClose={close} />
		</>
	);
}

function NoRules() {
	return (
		<EmptyState title="No rule holds">
			<p>
				When an agent wants to run a command, you can answer for later too: “Allow npm test for this item”, say, or “for
				7 days”. Such an answer is a rule. It is listed here until it ends, with each question that it has answered, and
				you can change or revoke it at any time.
			</p>
		</EmptyState>
	);
}

function Waiting() {
	return (
		<div className="grid h-48 content-start gap-4 rounded-lg border border-line bg-panel px-4 py-5">
			<Skeleton className="w-1/3" />
			<Skeleton className="w-3/5" />
			<Skeleton className="w-2/5" />
		</div>
	);
}
