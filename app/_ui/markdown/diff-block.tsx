"use client";

import { lazy, type ReactNode, Suspense, useMemo } from "react";
import { ErrorBoundary } from "../error-boundary.tsx";
import { Skeleton } from "../skeleton.tsx";
import type { HastNode } from "./hast.ts";

/** How the diffs of a text are shown. */
export type Diffs = "text" | "folded" | "whole";

interface Props {
	/** The block of code. */
	node: HastNode | undefined;
	diffs: Diffs;
	/** The block as the text it is. */
	otherwise: ReactNode;
}

/** Fetched when there is a diff to show. */
const DiffOrText = lazy(async () => ({ default: (await import("../diff/diff-or-text.tsx")).DiffOrText }));

/** A block of code that may be a diff: then it is shown file by file. */
export function DiffBlock({ node, diffs, otherwise }: Props) {
	const text = useMemo(() => (node ? textOf(node) : ""), [node]);
	const isGit = text.startsWith("diff --git ");
	if (!isGit && !(isCalledDiff(node) && text.startsWith("--- "))) return otherwise;
	return (
		<ErrorBoundary fallback={otherwise}>
			<Suspense fallback={<Skeleton className="h-24 w-full" />}>
				<DiffOrText diff={text} folds={diffs === "folded" && isGit} otherwise={otherwise} />
			</Suspense>
		</ErrorBoundary>
	);
}

function isCalledDiff(node: HastNode | undefined): boolean {
	const names = node?.children?.[0]?.properties?.className;
	return Array.isArray(names) && (names.includes("language-diff") || names.includes("language-patch"));
}

function textOf({ value = "", children = [] }: HastNode): string {
	return value + children.map(textOf).join("");
}
