"use client";

import { useRef, useState } from "react";
import { type Binding, useKeys } from "../../_keys/use-keys.ts";
import { count } from "../../_words/quantity.ts";
import { Button } from "../button.tsx";
import { KeyHint } from "../key-hint.tsx";
import { SafeText } from "../safe-text.tsx";
import { Counts } from "./counts.tsx";
import { DiffFile } from "./diff-file.tsx";
import type { ShownFile } from "./shown-file.ts";
import { useSideBySide } from "./use-side-by-side.ts";

/** A file of more lines is folded at first, and so is what comes after this many lines of all files. */
const LONG_FILE = 400;
const LONG_DIFF = 1_500;
/** With fewer files a list of them says nothing new. */
const LISTED = 2;

interface Props {
	files: readonly ShownFile[];
	/** False for one of several on a page: the keys then do nothing here. */
	keys?: boolean;
	/** False: all are open at first, however long. */
	folds?: boolean;
}

/** Files with their changes, of which those too long to be read in passing are folded. */
export function DiffFiles({ files, keys = true, folds = true }: Props) {
	const frame = useRef<HTMLDivElement>(null);
	const { room, split, choose } = useSideBySide();
	/** What was opened or folded by hand, by place. */
	const [byHand, setByHand] = useState<ReadonlyMap<number, boolean>>(new Map());
	const unfolded = unfoldedOf(files);
	const isOpen = (index: number) => byHand.get(index) ?? (!folds || unfolded.has(index));
	const set = (index: number, open: boolean) => {
		if (open !== isOpen(index)) setByHand(new Map(byHand).set(index, open));
	};
	const heads = () => [...(frame.current?.querySelectorAll<HTMLElement>("[data-diff-file]") ?? [])];
	const show = (index: number) => {
		const head = heads()[index];
		head?.focus();
		head?.scrollIntoView({ block: "nearest" });
		return head !== undefined;
	};
	const step = (by: 1 | -1) => {
		const at = heads().findIndex((head) => head.parentElement?.contains(document.activeElement));
		return show(at < 0 ? (by === 1 ? 0 : files.length - 1) : at + by);
	};
	const bindings: Binding[] = [
		{ keys: "n", label: "Next file", group: "Diff", run: () => step(1) },
		{ keys: "p", label: "Previous file", group: "Diff", run: () => step(-1) },
	];
	useKeys(keys ? bindings : []);
	if (files.length === 0) return <p className="text-ink-2">Nothing has changed.</p>;
	const all = files.every((_, index) => isOpen(index));
	return (
		<div ref={frame} className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<p className="text-small">
					{count(files.length, "file")} <Counts added={sum(files, "added")} removed={sum(files, "removed")} />
				</p>
				{keys && files.length > 1 && (
					<span className="flex items-center gap-1 text-small text-ink-2 max-desk:hidden pointer-coarse:hidden">
						<KeyHint keys="n" /> <KeyHint keys="p" /> next, previous file
					</span>
				)}
				<span className="ml-auto flex gap-2">
					{room && (
						<Button size="small" aria-pressed={split} onClick={() => choose(!split)}>
							Side by side
						</Button>
					)}
					<Button size="small" onClick={() => setByHand(new Map(files.map((_, index) => [index, !all] as const)))}>
						{all ? "Fold all" : "Unfold all"}
					</Button>
				</span>
			</div>
			{files.length >= LISTED && <FileList files={files} onShow={show} />}
			{files.map((file, index) => (
				<DiffFile
					// biome-ignore lint/suspicious/noArrayIndexKey: a file may be there twice
					key={index}
					file={file}
					open={isOpen(index)}
					onToggle={(open) => set(index, open)}
					split={split}
				/>
			))}
		</div>
	);
}

function FileList({ files, onShow }: { files: readonly ShownFile[]; onShow: (index: number) => unknown }) {
	return (
		<nav aria-label="Files" className="max-h-60 overflow-y-auto rounded-md border border-line bg-panel py-1">
			<ol className="list-none gap-0 ps-0">
				{files.map((file, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a file may be there twice
					<li key={index}>
						<button
							type="button"
							onClick={() => onShow(index)}
							className="flex w-full items-baseline gap-3 px-3 py-1 text-start hover:bg-raise pointer-coarse:py-2.5"
						>
							<span className="min-w-0 flex-1 font-mono text-small break-all">
								<SafeText text={file.path} mode="code" />
							</span>
							<Counts added={file.added} removed={file.removed} />
						</button>
					</li>
				))}
			</ol>
		</nav>
	);
}

/** The files that are open at first: short ones, until it is enough to read. */
function unfoldedOf(files: readonly ShownFile[]): Set<number> {
	const open = new Set<number>();
	let lines = 0;
	for (const [index, file] of files.entries()) {
		if (file.lines > LONG_FILE || lines + file.lines > LONG_DIFF) continue;
		lines += file.lines;
		open.add(index);
	}
	return open;
}

function sum(files: readonly ShownFile[], what: "added" | "removed"): number {
	return files.reduce((total, file) => total + (file[what] ?? 0), 0);
}
