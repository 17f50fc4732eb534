"use client";

import { ArrowLeft } from "lucide-react";
import type { RecordedDay } from "../../../server/contract/conversations.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { Button } from "../../_ui/button.tsx";
import { MarkdownBody } from "../../_ui/markdown/markdown-body.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { bytes } from "../../_words/quantity.ts";
import { dayApi } from "./conversations-api.ts";
import { useRecordVersion } from "./use-record.ts";

const REFRESH_MS = 5_000;

/** What the chat monitor has put together of a day. */
export function DayView({ day, onBack }: { day: string; onBack: () => void }) {
	const fetched = useFetched<RecordedDay>(dayApi(day), useSlowly(useRecordVersion(), REFRESH_MS));
	return (
		<>
			<div className="flex flex-none items-center gap-2.5 border-b border-line bg-panel px-4 py-2.5 desk:px-6">
				<Button look="quiet" size="small" onClick={onBack} className="desk:hidden">
					<ArrowLeft aria-hidden="true" size={14} /> List
				</Button>
				<h2 className="font-strong">The record of {day}</h2>
			</div>
			<section
				data-reading
				aria-label={`The record of ${day}`}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and is to be scrolled by keyboard too
				tabIndex={0}
				className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain px-4 py-4 -outline-offset-2 desk:px-6"
			>
				{fetched.status === "loading" && <Skeleton className="w-2/5" />}
				{fetched.status === "failed" && <EmptyState title={`Nothing of ${day} yet`}>{fetched.reason}</EmptyState>}
				{fetched.status === "ready" && (
					<>
						<MarkdownBody source={fetched.value.markdown} />
						{fetched.value.cut > 0 && (
							<p className="pt-3 text-small text-ink-2">{bytes(fetched.value.cut)} more are in the file in chats/.</p>
						)}
					</>
				)}
			</section>
		</>
	);
}
