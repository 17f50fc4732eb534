"use client";

import { useLive, useLiveState } from "../_live/store.ts";
import { useDaemonFacts } from "../_live/use-daemon.ts";
import { KeyHint } from "../_ui/key-hint.tsx";
import { SafeText } from "../_ui/safe-text.tsx";
import { Skeleton } from "../_ui/skeleton.tsx";
import { StateBadge } from "../_ui/state-badge.tsx";
import { doingState, mostUrgent } from "../_words/daemon-words.ts";
import { share } from "../_words/quantity.ts";

/** On every page: the daemon that needs attention most, what it does, and how far it is. */
export function LiveHeader({ onKeys }: { onKeys: () => void }) {
	return (
		<header className="sticky top-0 z-20 flex h-13 items-center gap-4 border-b border-line bg-panel/92 px-4 backdrop-blur-sm desk:px-6">
			<Who />
			<button
				type="button"
				onClick={onKeys}
				className="ml-auto flex flex-none items-center gap-2 rounded-md px-1.5 py-1 text-small text-ink-2 hover:text-ink max-desk:hidden pointer-coarse:hidden"
			>
				Keys <KeyHint keys="?" />
			</button>
		</header>
	);
}

function Who() {
	const ready = useLiveState(() => true, false);
	const signedOut = useLive(({ connection }) => connection.status === "signed-out");
	const others = useLiveState((state) => state.daemons.length - 1, 0);
	const daemon = useDaemonFacts((state) => mostUrgent(state.daemons));
	if (!ready && signedOut) return null;
	if (!ready) {
		return (
			<p className="flex items-center gap-2">
				<Skeleton className="h-5 w-20" />
				<Skeleton className="w-28" />
			</p>
		);
	}
	if (!daemon) return <p className="text-ink-2">No daemon is set up yet</p>;
	return (
		<div className="flex min-w-0 items-center gap-2">
			<StateBadge state={doingState(daemon)} />
			<b className="max-w-[40vw] truncate font-strong">{daemon.name}</b>
			{daemon.task && (
				<span className="hidden min-w-0 items-baseline gap-2 text-ink-2 tablet:flex">
					<span className="truncate">
						<SafeText text={`${daemon.task.id} · ${daemon.task.title}`} />
					</span>
					{daemon.task.progress !== null && (
						<span data-live className="flex-none font-mono text-small">
							{share(daemon.task.progress)}
						</span>
					)}
				</span>
			)}
			{others > 0 && <span className="hidden flex-none text-small text-ink-3 desk:inline">and {others} more</span>}
		</div>
	);
}
