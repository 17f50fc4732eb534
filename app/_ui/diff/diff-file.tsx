"use client";

import { ChevronRight } from "lucide-react";
import { SafeText } from "../safe-text.tsx";
import { Counts } from "./counts.tsx";
import { DiffLines } from "./diff-lines.tsx";
import type { ShownFile } from "./shown-file.ts";

const STATUS_WORDS: Record<ShownFile["status"], string | null> = {
	added: "new",
	deleted: "deleted",
	modified: null,
	renamed: "renamed",
	copied: "copied",
};

interface Props {
	file: ShownFile;
	open: boolean;
	onToggle: (open: boolean) => void;
	split: boolean;
}

/** One file: its name with what became of it, and its lines when it is open. */
export function DiffFile({ file, open, onToggle, split }: Props) {
	const { path, oldPath, status, hunks, note, lines } = file;
	const moved = (status === "renamed" || status === "copied") && oldPath !== path;
	return (
		<details
			open={open}
			onToggle={(event) => onToggle(event.currentTarget.open)}
			className="group/file min-w-0 rounded-md border border-line bg-panel"
		>
			<summary
				data-diff-file
				className="flex scroll-mt-20 flex-wrap items-center gap-x-2.5 gap-y-0.5 rounded-md px-3 py-2 hover:bg-raise"
			>
				<ChevronRight aria-hidden="true" size={14} className="flex-none text-ink-3 group-open/file:rotate-90" />
				<span className="min-w-0 flex-[1_1_auto] font-mono text-small break-all">
					{moved && (
						<>
							<SafeText text={oldPath} mode="code" /> <span className="font-sans text-ink-2">became</span>{" "}
						</>
					)}
					<SafeText text={path} mode="code" />
				</span>
				{STATUS_WORDS[status] && <span className="text-small text-ink-2">{STATUS_WORDS[status]}</span>}
				<Counts added={file.added} removed={file.removed} />
			</summary>
			{open && (
				<div className="min-w-0 overflow-hidden border-t border-line">
					{hunks ? (
						<DiffLines label={`Changes of ${path}, ${lines} lines`} hunks={hunks} split={split} />
					) : (
						<p className="px-3 py-2 text-ink-2">{note}</p>
					)}
				</div>
			)}
		</details>
	);
}
