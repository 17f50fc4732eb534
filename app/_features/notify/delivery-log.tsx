"use client";

import { useState } from "react";
import type { Delivery } from "../../../server/contract/notify.ts";
import { announce } from "../../_ui/announcer.tsx";
import { Button } from "../../_ui/button.tsx";
import { EmptyState, Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { StateBadge } from "../../_ui/state-badge.tsx";
import { TicketLink } from "../../_ui/ticket-link.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { count } from "../../_words/quantity.ts";
import { retryDelivery, useDeliveries } from "./api.ts";
import { deliveryState, whatAndWhom } from "./words.ts";

/** So many are shown at first, and so many more each time; the API gives no more than the last of these at once. */
const STEP = 20;
const MOST = 200;

/** What was told, by which way, and how that went: newest first, live. */
export function DeliveryLog() {
	const [limit, setLimit] = useState(STEP);
	const fetched = useDeliveries(limit);
	const [kept, setKept] = useState(fetched);
	// The shorter list stays until the longer one is there.
	if (fetched.status !== "loading" && fetched !== kept) setKept(fetched);
	const shown = fetched.status === "loading" ? kept : fetched;
	return (
		<Panel labelledBy="told">
			<PanelHead id="told" title="What was sent" />
			{shown.status === "loading" && <Skeleton className="mx-4 my-5 w-1/2" />}
			{shown.status === "failed" && (
				<p role="alert" className="px-4 py-3">
					<SafeText text={shown.reason} />
				</p>
			)}
			{shown.status === "ready" && shown.value.deliveries.length === 0 && (
				<EmptyState title="Nothing was sent yet">
					<p>Each message is listed here for a month, with how it went. Send a test to see one.</p>
				</EmptyState>
			)}
			{shown.status === "ready" && shown.value.deliveries.length > 0 && (
				<>
					<ul>
						{shown.value.deliveries.map((delivery) => (
							<DeliveryItem key={delivery.id} delivery={delivery} />
						))}
					</ul>
					{shown.value.next !== null && limit < MOST && (
						<p className="border-t border-line px-4 py-2">
							<Button look="quiet" size="small" className="-ml-2.5" onClick={() => setLimit(limit + STEP * 2)}>
								Show older ones
							</Button>
						</p>
					)}
				</>
			)}
		</Panel>
	);
}

function DeliveryItem({ delivery }: { delivery: Delivery }) {
	const [refusal, setRefusal] = useState<string | null>(null);
	const { title, ticket, status, attempts, error, createdAt, sentAt, nextAt } = delivery;
	const retry = () =>
		retryDelivery(delivery).then(
			() => announce("It is sent again."),
			(reason: unknown) => setRefusal(reason instanceof Error ? reason.message : String(reason)),
		);
	const canRetry = status === "failed" || (status === "pending" && attempts > 0);
	return (
		<li className="grid gap-x-4 gap-y-1.5 border-line px-4 py-2.5 not-first:border-t tablet:grid-cols-[7.5rem_minmax(0,1fr)_auto]">
			<p className="self-start">
				<StateBadge state={deliveryState(delivery)} />
			</p>
			<div className="grid min-w-0 gap-0.5">
				<p className="break-words">
					{ticket && (
						<>
							<TicketLink ticket={ticket} />{" "}
						</>
					)}
					<SafeText text={title} />
				</p>
				<p className="text-small break-words text-ink-2">
					<SafeText text={whatAndWhom(delivery)} />
					{attempts > 1 && `, ${count(attempts, "attempt")}`}
					{status === "pending" && nextAt !== null && (
						<>
							, next <RelativeTime at={nextAt} />
						</>
					)}
				</p>
				{error && status !== "sent" && (
					<p className="text-small break-words">
						<SafeText text={error} />
					</p>
				)}
				{refusal && (
					<p role="alert" className="text-small">
						<SafeText text={refusal} />
					</p>
				)}
			</div>
			<div className="flex items-baseline gap-2 tablet:justify-self-end">
				{canRetry && (
					<Button size="small" aria-label={`Try again: ${title}`} onClick={() => void retry()}>
						Try again
					</Button>
				)}
				<RelativeTime at={sentAt ?? createdAt} className="text-small text-ink-2" />
			</div>
		</li>
	);
}
