"use client";

import { lazy, memo, Suspense } from "react";
import { ErrorBoundary } from "../error-boundary.tsx";
import { Skeleton } from "../skeleton.tsx";
import { type Burden, burdenOf } from "./burden.ts";
import type { Diffs } from "./diff-block.tsx";
import { PlainBody } from "./plain-body.tsx";

const WHY: Record<Burden | "failed", string> = {
	long: "it is too long to be laid out as Markdown",
	nested: "its Markdown is nested too deep to be drawn",
	dense: "it has more Markdown marks than can be drawn quickly",
	failed: "its Markdown could not be drawn",
};

/** The Markdown machinery is only fetched when there is something to show with it. */
const Markdown = lazy(async () => ({ default: (await import("./markdown.tsx")).Markdown }));

interface Props {
	source: string;
	/**
	 * How diffs are shown: file by file, the long ones folded; file by file with nothing folded or left out, for what has to
	 * be seen whole before it is allowed; or as the text they are.
	 */
	diffs?: Diffs;
}

/**
 * Markdown from outside, of any size and shape: nothing in it is active, and what would freeze or break the page is shown as
 * plain text, whole, with a word that says so.
 */
export const MarkdownBody = memo(function MarkdownBody({ source, diffs = "text" }: Props) {
	const burden = burdenOf(source);
	if (burden) return <PlainBody text={source} why={WHY[burden]} />;
	return (
		<ErrorBoundary key={source} fallback={<PlainBody text={source} why={WHY.failed} />}>
			<Suspense fallback={<Skeleton className="h-24 w-full" />}>
				<Markdown source={source} diffs={diffs} />
			</Suspense>
		</ErrorBoundary>
	);
});
