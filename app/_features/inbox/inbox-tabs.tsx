"use client";

import type { ReactNode } from "react";
import { followedBy } from "../../_navigation/app-link.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { hrefOf, type Tab, usePlace } from "./use-place.ts";

/** What waits, and what is decided. They are links: each has an address. */
export function InboxTabs({ tab, count }: { tab: Tab; count: number }) {
	return (
		<nav aria-label="Inbox" className="flex flex-none gap-1 border-b border-line px-3 py-2.5">
			<TabLink tab="pending" current={tab === "pending"}>
				Needs you{count > 0 && ` ${count}`}
			</TabLink>
			<TabLink tab="answered" current={tab === "answered"}>
				Answered
			</TabLink>
		</nav>
	);
}

function TabLink({ tab, current, children }: { tab: Tab; current: boolean; children: ReactNode }) {
	const { go } = usePlace();
	const follow = followedBy(() => go({ tab, ticket: null }));
	return (
		<a
			href={hrefOf({ tab, ticket: null })}
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
