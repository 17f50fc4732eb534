"use client";

import { lazy, Suspense } from "react";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";

/** More than this would keep the browser busy for seconds as Markdown; such a body is a log or a diff anyway. */
const MARKDOWN_LIMIT = 60_000;

/** The Markdown machinery is only fetched when there is something to show with it. */
const Markdown = lazy(async () => ({ default: (await import("./markdown.tsx")).Markdown }));

/** The body of a question: Markdown without anything active in it. */
export function QuestionBody({ body }: { body: string }) {
	if (body.length > MARKDOWN_LIMIT) {
		return (
			<pre
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard too
				tabIndex={0}
				className="max-h-[60dvh] overflow-auto rounded-md border border-line bg-raise px-3.5 py-2.5 font-mono text-small"
			>
				<SafeText text={body} mode="code" />
			</pre>
		);
	}
	return (
		<Suspense fallback={<Skeleton className="h-24 w-full" />}>
			<Markdown source={body} />
		</Suspense>
	);
}
