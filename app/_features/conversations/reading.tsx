"use client";

import { ArrowDown } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ListedTurn, RecordedConversation, RecordedDetail } from "../../../server/contract/conversations.ts";
import { useKeys } from "../../_keys/use-keys.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { Button } from "../../_ui/button.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { conversationApi } from "./conversations-api.ts";
import { ReadingHead } from "./reading-head.tsx";
import { rowsOf } from "./rows.ts";
import { TurnRows } from "./turn-rows.tsx";
import { useRecordVersion } from "./use-record.ts";
import { useTurns } from "./use-turns.ts";
import { titleOf } from "./words.ts";

/** So long the way to the end may take. */
const SETTLING_MS = 500;

interface Props {
	id: number;
	/** As the list has it, until more is known; null: it is not in the list. */
	listed: RecordedConversation | null;
	/** A turn to begin with, marked; null: the end. */
	at: number | null;
	/** Leaves the turn for the end. */
	onLatest: () => void;
	onBack: () => void;
}

/** One conversation: what it was about, and what was said. */
export function Reading({ id, listed, at, onLatest, onBack }: Props) {
	const fetched = useFetched<RecordedDetail>(conversationApi(id), useRecordVersion());
	const [turn, setTurn] = useState(0);
	/** What was known last: it stays in sight when it cannot be read again for a moment. */
	const known = useRef<RecordedDetail | null>(null);
	useEffect(() => {
		if (fetched.status === "ready") known.current = fetched.value;
	}, [fetched]);
	const detail = fetched.status === "ready" ? fetched.value : (known.current ?? (listed && unread(listed)));
	if (fetched.status === "failed" && !known.current) {
		return (
			<div data-reading tabIndex={-1} className="outline-none">
				<EmptyState title="This conversation cannot be shown">{fetched.reason}</EmptyState>
			</div>
		);
	}
	return (
		<>
			<ReadingHead detail={detail} onBack={onBack} />
			<Said
				key={`${at} ${turn}`}
				id={id}
				at={at}
				change={detail?.change ?? null}
				label={detail ? titleOf(detail) : "Conversation"}
				onLatest={() => {
					if (at !== null) onLatest();
					setTurn(turn + 1);
				}}
			/>
		</>
	);
}

/** What the list knows, with what it does not. */
function unread(listed: RecordedConversation): RecordedDetail {
	return { ...listed, backupDue: false, files: [] };
}

interface SaidProps {
	id: number;
	at: number | null;
	change: number | null;
	label: string;
	/** The end is far from what is kept: it is read from there anew. */
	onLatest: () => void;
}

function Said({ id, at, change, label, onLatest }: SaidProps) {
	const { window, failure, loadOlder, loadNewer } = useTurns(id, at, change);
	const [following, setFollowing] = useState(at === null);
	const { isOpen, toggle, toggleAll } = useOpened(at);
	const rows = useMemo(() => rowsOf(window?.turns ?? [], isOpen), [window, isOpen]);
	const atEnd = following && window !== null && !window.newer;
	/** When the end was asked for: what was scrolled right before it still moves the list for a moment. */
	const askedForEnd = useRef(Number.NEGATIVE_INFINITY);
	const latest = () => {
		askedForEnd.current = performance.now();
		if (at !== null || window?.newer) onLatest();
		setFollowing(true);
	};
	useKeys([{ keys: "G, e", label: "Go to the newest turn", group: "Conversations", run: latest }]);
	if (window === null) return <Waiting failure={failure} />;
	return (
		<div className="relative flex min-h-0 flex-1 flex-col">
			<TurnRows
				conversation={id}
				label={label}
				rows={rows}
				following={atEnd}
				mark={at}
				isOpen={isOpen}
				onToggle={toggle}
				onToggleAll={toggleAll}
				onAway={() => performance.now() - askedForEnd.current > SETTLING_MS && setFollowing(false)}
				onEnd={() => !window.newer && setFollowing(true)}
				onBeginning={loadOlder}
				onEnding={loadNewer}
			/>
			{!atEnd && (
				<Button look="plain" size="small" onClick={latest} className="absolute right-4 bottom-3 shadow-xl desk:right-6">
					<ArrowDown aria-hidden="true" size={13} /> Newest
				</Button>
			)}
			{failure && (
				<p role="alert" className="flex-none border-t border-line px-4 py-2 text-small text-bad desk:px-6">
					{failure}
				</p>
			)}
		</div>
	);
}

function Waiting({ failure }: { failure: string | null }) {
	if (failure) {
		return (
			<div role="alert" className="flex-1">
				<EmptyState title="What was said cannot be read">{failure}</EmptyState>
			</div>
		);
	}
	return (
		<div className="grid min-h-0 flex-1 content-start gap-3.5 px-4 py-5 desk:px-6">
			{["w-2/5", "w-3/5", "w-1/2"].map((width) => (
				<Skeleton key={width} className={width} />
			))}
		</div>
	);
}

/** What was unfolded: steps, long notes, and stretches of subagents by any of their turns. */
function useOpened(at: number | null) {
	// What is looked for is shown, also when a subagent said it.
	const [opened, setOpened] = useState<ReadonlySet<number>>(() => new Set(at === null ? [] : [-at]));
	return useMemo(() => {
		const change = (ids: readonly number[], open: boolean) =>
			setOpened((before) => {
				const after = new Set(before);
				for (const id of ids) open ? after.add(id) : after.delete(id);
				return after;
			});
		return {
			/** A stretch of a subagent's turns is kept under their negative ids, apart from the turns themselves. */
			isOpen: ({ id, sidechain }: Pick<ListedTurn, "id" | "sidechain">, stretch = sidechain) =>
				opened.has(stretch ? -id : id),
			toggle: (id: number, open: boolean) => change([id], open),
			toggleAll: (turns: readonly ListedTurn[], open: boolean) =>
				change(
					turns.map(({ id }) => -id),
					open,
				),
		};
	}, [opened]);
}
