"use client";

import { ArrowLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { RecordedDetail } from "../../../server/contract/conversations.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { useTimeWords } from "../../_live/clock.ts";
import { Button } from "../../_ui/button.tsx";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText, VisibleText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { RelativeTime } from "../../_ui/time.tsx";
import { clockTime } from "../../_words/time.ts";
import { BackupButton } from "./backup-button.tsx";
import { ConversationExport } from "./conversation-export.tsx";
import { SourceMark } from "./source-mark.tsx";
import { folderName, lackWords, titleOf, turnWords, usageWords } from "./words.ts";

/** What a conversation was about, in short; more of it on demand. */
export function ReadingHead({ detail, onBack }: { detail: RecordedDetail | null; onBack: () => void }) {
	const [open, setOpen] = useState(false);
	return (
		<header className="grid max-h-[50dvh] flex-none grid-cols-[minmax(0,1fr)] gap-1.5 overflow-y-auto border-b border-line bg-panel px-4 py-3 desk:px-6">
			<div className="flex flex-wrap items-start gap-x-3 gap-y-2">
				<Button look="quiet" size="small" onClick={onBack} className="-ml-2 desk:hidden">
					<ArrowLeft aria-hidden="true" size={14} /> List
				</Button>
				<h2 className="line-clamp-2 min-w-40 flex-1 text-name font-strong wrap-anywhere">
					{detail ? <SafeText text={titleOf(detail)} /> : <Skeleton className="w-3/5" />}
				</h2>
				{detail && (
					<div className="flex flex-wrap items-center gap-2">
						<div className="max-desk:hidden">
							<ConversationExport conversation={detail} />
						</div>
						<BackupButton conversation={detail} />
					</div>
				)}
			</div>
			{detail && (
				<>
					<Facts detail={detail} />
					{detail.summary && (
						<p dir="auto" data-outside className={classNames("max-w-[84ch] wrap-anywhere", !open && "line-clamp-2")}>
							<VisibleText text={detail.summary} />
						</p>
					)}
					<button
						type="button"
						aria-expanded={open}
						onClick={() => setOpen(!open)}
						className="flex items-center gap-1 justify-self-start rounded-sm text-small text-ink-2 hover:text-ink pointer-coarse:py-2"
					>
						<ChevronRight aria-hidden="true" size={13} className={open ? "rotate-90" : undefined} />
						{open ? "Less about it" : "More about it"}
					</button>
					{open && <About detail={detail} />}
				</>
			)}
		</header>
	);
}

function Facts({ detail }: { detail: RecordedDetail }) {
	const { source, cwd, lastTurnAt } = detail;
	return (
		<p className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-small text-ink-2">
			<SourceMark source={source} />
			{cwd && (
				<span title={visibleText(cwd, "code")} className="max-w-full truncate font-mono">
					<SafeText text={folderName(cwd)} mode="code" />
				</span>
			)}
			<span data-live>{turnWords(detail)}</span>
			{lastTurnAt && <RelativeTime at={lastTurnAt} />}
		</p>
	);
}

function About({ detail }: { detail: RecordedDetail }) {
	const { keywords, usage, models, cwd, sessionId, firstTurnAt, summaryBy, files } = detail;
	const began = useTimeWords((now) => (firstTurnAt ? clockTime(firstTurnAt, now) : ""));
	const rows: [string, string | null][] = [
		["Keywords", keywords.join(", ") || null],
		["Summary by", summaryBy === "extract" ? "Nightshift, from what was said" : summaryBy],
		["Began", began || null],
		["Models", models.join(", ") || null],
		["Tokens", usageWords(usage)],
		["Folder", cwd],
		["Session", sessionId],
		["Transcripts", files.map(({ path, problem }) => (problem ? `${path} (${problem})` : path)).join("\n") || null],
	];
	return (
		<>
			<div className="desk:hidden">
				<ConversationExport conversation={detail} />
			</div>
			<dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-small">
				{rows.map(
					([name, value]) =>
						value && (
							<div key={name} className="contents">
								<dt className="text-ink-2">{name}</dt>
								<dd className="wrap-anywhere whitespace-pre-wrap" suppressHydrationWarning>
									<SafeText text={value} mode={name === "Folder" || name === "Transcripts" ? "code" : "prose"} />
								</dd>
							</div>
						),
				)}
			</dl>
			{lackWords(detail).map((sentence) => (
				<p key={sentence} className="text-small text-ink-2">
					{sentence}
				</p>
			))}
		</>
	);
}
