"use client";

import type { ReactNode } from "react";
import type { QuestionCounts } from "../../../server/contract/question.ts";
import { useLiveState } from "../../_live/store.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { useSlowly } from "../../_live/use-slowly.ts";
import { followedBy } from "../../_navigation/app-link.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { countsApi } from "./inbox-api.ts";
import { hrefOf, type Tab } from "./place.ts";
import { usePlace } from "./use-place.ts";

/** What waits, what was put off, and what is decided. They are links: each has an address. */
export function InboxTabs({ tab }: { tab: Tab }) {
	const waiting = useLiveState((state) => state.pendingCount, 0);
	const later = useLaterCount();
	return (
		<nav aria-label="Inbox" className="flex flex-none gap-1 px-3 pt-2.5">
			<TabLink tab="pending" current={tab === "pending"}>
				Needs you{waiting > 0 && ` ${waiting}`}
			</TabLink>
			<TabLink tab="later" current={tab === "later"}>
				Later{later > 0 && ` ${later}`}
			</TabLink>
			<TabLink tab="answered" current={tab === "answered"}>
				Answered
			</TabLink>
		</nav>
	);
}

/** How many sleep until later. */
function useLaterCount(): number {
	const revision = useSlowly(
		useLiveState((state) => String(state.revisions.inbox ?? 0), "0"),
		1_000,
	);
	const counts = useFetched<QuestionCounts>(countsApi, revision);
	return counts.status === "ready" ? counts.value.snoozed + counts.value.held : 0;
}

function TabLink({ tab, current, children }: { tab: Tab; current: boolean; children: ReactNode }) {
	const { place, go } = usePlace();
	const follow = followedBy(() => go({ tab, ticket: null }));
	return (
		<a
			href={hrefOf({ ...place, tab, ticket: null })}
			onClick={follow}
			data-tab
			aria-current={current ? "page" : undefined}
			className={classNames(
				"rounded-md px-2.5 py-0.75 text-[0.8125rem] font-semibold pointer-coarse:py-2.5",
				current ? "bg-accent-soft text-ink" : "text-ink-2 hover:bg-raise hover:text-ink",
			)}
		>
			{children}
		</a>
	);
}
