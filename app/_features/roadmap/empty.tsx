import type { ReactNode } from "react";
import { Button } from "../../_ui/button.tsx";
import { EmptyState } from "../../_ui/panel.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import type { Failure } from "./use-roadmap.ts";

const DEVELOPER = `"daemons": {
  "code-developer": { "program": "code-developer", "workspace": "/path/to/your/repository" }
}`;

const ROADMAP = `# Roadmap

## US-1: Greet visitors by name

**Status**: 📝 Planned
**Estimate**: 2 hours

Say hello with the name from the profile.

**Verify**: \`npm test\`

## US-2: Remember the language

**Status**: 📝 Planned
**Depends on**: US-1
`;

/** No developer is configured: says what to write, and where. */
export function NoDeveloper() {
	return (
		<EmptyState title="No developer is set up yet">
			<p>
				A developer is a daemon that works through a repository’s ROADMAP.md, item after item; here you see and steer
				what it does. Add one to <Code>config.json</Code> in Nightshift’s state directory, or run{" "}
				<Code>nightshift add</Code>:
			</p>
			<Example text={DEVELOPER} />
		</EmptyState>
	);
}

/** The roadmap cannot be read. Where there is no file, how one looks. */
export function NoRoadmap({ failure, onAgain }: { failure: Failure; onAgain: () => void }) {
	const missing = failure.code === "not-found";
	return (
		<EmptyState title={missing ? "There is no roadmap yet" : "The roadmap cannot be read"}>
			<p role="alert">
				<SafeText text={failure.reason} />
			</p>
			{missing && (
				<>
					<p className="mt-2">
						Write <Code>ROADMAP.md</Code> at the top of the repository (or <Code>docs/ROADMAP.md</Code>). Each item is a
						heading with an id, and a status below it; the rest is up to you:
					</p>
					<Example text={ROADMAP} />
				</>
			)}
			<p className="mt-3">
				<Button size="small" onClick={onAgain}>
					Look again
				</Button>
			</p>
		</EmptyState>
	);
}

/** The file is there and has no item, or none that the search and the filters let through. */
export function NoItems({ empty, onClear }: { empty: boolean; onClear: () => void }) {
	if (empty) {
		return (
			<EmptyState title="No item in the file yet">
				<p>Add the first one with “Add item”, or write it into the file. An item looks like this:</p>
				<Example text={ROADMAP} />
			</EmptyState>
		);
	}
	return (
		<EmptyState title="No item is like that">
			<p>The search looks at ids, titles and statuses.</p>
			<p className="mt-2">
				<Button size="small" onClick={onClear}>
					Show all items
				</Button>
			</p>
		</EmptyState>
	);
}

/** In the place and size of what is about to come. */
export function Waiting() {
	return (
		<div className="flex min-h-0 flex-1 flex-col">
			<div className="flex h-[51px] flex-none items-center border-b border-line bg-panel px-4 desk:px-6 pointer-coarse:h-[65px]">
				<Skeleton className="h-4 w-48" />
			</div>
			<WaitingItems />
		</div>
	);
}

export function WaitingItems() {
	return (
		<div className="flex min-h-0 flex-1 flex-col">
			<div className="flex h-[43px] flex-none items-center border-b border-line bg-panel px-4 desk:px-6">
				<Skeleton className="w-2/5" />
			</div>
			<div className="flex h-[43px] flex-none items-center gap-2 border-b border-line bg-panel px-4 desk:px-6 pointer-coarse:h-[53px]">
				{["w-14", "w-20", "w-16", "w-24"].map((width) => (
					<Skeleton key={width} className={`h-6 ${width}`} />
				))}
			</div>
			<div className="min-h-0 flex-1 overflow-hidden bg-panel desk:pt-[29px]">
				{["w-2/5", "w-3/5", "w-1/2", "w-2/3", "w-2/5", "w-1/2", "w-3/5", "w-1/3"].map((width, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
					<p key={index} className="flex h-9.25 items-center gap-4 border-b border-line px-4 desk:px-6">
						<Skeleton className="w-16" />
						<Skeleton className={width} />
					</p>
				))}
			</div>
		</div>
	);
}

function Example({ text }: { text: string }) {
	return (
		<pre
			// biome-ignore lint/a11y/noNoninteractiveTabindex: wide text must scroll by keyboard too
			tabIndex={0}
			className="mt-3 overflow-x-auto rounded-md border border-line bg-raise px-3.5 py-2.5 font-mono text-small text-ink"
		>
			{text}
		</pre>
	);
}

function Code({ children }: { children: ReactNode }) {
	return <code className="font-mono text-small">{children}</code>;
}
