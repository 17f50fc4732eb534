"use client";

import { type ReactNode, useMemo } from "react";
import { DiffView } from "./diff-view.tsx";
import { wholeDiff } from "./whole-diff.ts";

interface Props {
	diff: string;
	/** Long files are folded, and what the view cannot show is said; else nothing at all may be left out. */
	folds: boolean;
	otherwise: ReactNode;
}

/** A diff file by file, unless that would leave out a part of what has to be seen. */
export function DiffOrText({ diff, folds, otherwise }: Props) {
	const isWhole = useMemo(() => folds || wholeDiff(diff) !== null, [diff, folds]);
	return isWhole ? <DiffView diff={diff} folds={folds} /> : otherwise;
}
