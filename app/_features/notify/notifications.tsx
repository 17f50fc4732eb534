"use client";

import type { NotifyStatus } from "../../../server/contract/notify.ts";
import { Panel, PanelHead } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { ClockTime } from "../../_ui/time.tsx";
import { useNotifyStatus } from "./api.ts";
import { ChannelList, NoChannels } from "./channel-list.tsx";
import { DeliveryLog } from "./delivery-log.tsx";
import { PushSection } from "./push-section.tsx";

/** How one is told of what needs one while one looks elsewhere. */
export function Notifications() {
	const fetched = useNotifyStatus();
	return (
		<div className="grid w-full max-w-[900px] content-start gap-4 px-4 pb-4 desk:gap-5 desk:px-6 desk:pb-6">
			<Panel labelledBy="notifications">
				<PanelHead id="notifications" title="Notifications">
					{fetched.status === "ready" && <Quiet until={fetched.value.quietUntil} />}
				</PanelHead>
				{fetched.status === "loading" && (
					<div className="grid h-40 content-start gap-4 px-4 py-5">
						<Skeleton className="w-2/5" />
						<Skeleton className="w-3/5" />
					</div>
				)}
				{fetched.status === "failed" && (
					<p role="alert" className="px-4 py-3">
						<SafeText text={fetched.reason} />
					</p>
				)}
				{fetched.status === "ready" && <Known status={fetched.value} />}
			</Panel>
			<DeliveryLog />
		</div>
	);
}

function Known({ status: { channels, push } }: { status: NotifyStatus }) {
	return (
		<>
			{channels.length > 0 ? <ChannelList channels={channels} /> : <NoChannels />}
			<PushSection push={push} />
		</>
	);
}

function Quiet({ until }: { until: string | null }) {
	if (until === null) return null;
	return (
		<span className="ml-auto text-small text-ink-2">
			Quiet hours until <ClockTime at={until} />
		</span>
	);
}
