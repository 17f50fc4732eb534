"use client";

import { ChevronRight } from "lucide-react";
import type { ListedTurn, RecordedTurn } from "../../../server/contract/conversations.ts";
import { useFetched } from "../../_live/use-fetched.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { StateShape } from "../../_ui/state-badge.tsx";
import { turnApi } from "./conversations-api.ts";
import { ProgramText } from "./program-text.tsx";

interface Props {
	conversation: number;
	turn: ListedTurn;
	tool: NonNullable<ListedTurn["tool"]>;
	open: boolean;
	onToggle: () => void;
}

/** So much of what it was asked for is in its line. */
const LINE = 300;

/** A step in one line, which opens to what went in and what came out. */
export function ToolRow({ conversation, turn, tool, open, onToggle }: Props) {
	const { name, ok } = tool;
	const line = turn.text.startsWith(name) ? turn.text.slice(name.length).replace(/^[:\s]+/, "") : turn.text;
	return (
		<div className="min-w-0">
			<button
				type="button"
				aria-expanded={open}
				onClick={onToggle}
				className="flex w-full min-w-0 items-center gap-1.5 rounded-sm py-0.5 text-left text-small text-ink-2 hover:text-ink pointer-coarse:py-2.5"
			>
				<ChevronRight aria-hidden="true" size={13} className={classNames("flex-none", open && "rotate-90")} />
				<b className="max-w-[40%] flex-none truncate font-semibold text-ink">
					<SafeText text={name} mode="code" />
				</b>
				<span className="min-w-0 flex-1 truncate font-mono">
					<SafeText text={line.slice(0, LINE)} mode="code" />
				</span>
				<Outcome ok={ok} />
			</button>
			{open && <Details conversation={conversation} turn={turn} ok={ok} />}
		</div>
	);
}

function Outcome({ ok }: { ok: boolean | null }) {
	if (ok === null) return <span className="flex-none text-ink-3">no result</span>;
	return (
		<span className={classNames("flex flex-none items-center gap-1 font-semibold", ok ? "text-ok" : "text-bad")}>
			<StateShape shape={ok ? "check" : "cross"} />
			{ok ? "ok" : "failed"}
		</span>
	);
}

/** Read when somebody wants to know, and again once there is a result. */
function Details({ conversation, turn, ok }: { conversation: number; turn: ListedTurn; ok: boolean | null }) {
	const fetched = useFetched<RecordedTurn>(turnApi(conversation, turn.id), `${ok} ${turn.left}`);
	if (fetched.status === "loading") return <Skeleton className="my-2 w-2/5" />;
	if (fetched.status === "failed") {
		return (
			<p role="alert" className="py-1 text-small">
				{fetched.reason}
			</p>
		);
	}
	const { tool, output } = fetched.value;
	const input = inputText(tool?.input);
	return (
		<div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 py-1.5 pl-4.5">
			{input !== "" && <ProgramText label="Input" text={input} />}
			{output ? (
				<ProgramText label="Output" text={output} />
			) : (
				<p className="text-small text-ink-2">{ok === null ? "Nothing came out of it yet." : "It put out nothing."}</p>
			)}
		</div>
	);
}

/** A command by itself is shown as such, anything else as JSON. */
function inputText(input: unknown): string {
	if (input === null || input === undefined) return "";
	if (typeof input === "string") return input;
	if (typeof input === "object" && !Array.isArray(input)) {
		const values = Object.values(input);
		if (values.length === 1 && typeof values[0] === "string") return values[0];
	}
	return JSON.stringify(input, null, 2);
}
