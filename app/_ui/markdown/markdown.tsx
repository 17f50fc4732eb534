"use client";

import type { ComponentProps } from "react";
import ReactMarkdown, { type Components, type ExtraProps } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { AppLink } from "../../_navigation/app-link.tsx";
import { SafeText } from "../safe-text.tsx";
import { DiffBlock, type Diffs } from "./diff-block.tsx";
import { rehypeBounded } from "./rehype-bounded.ts";
import { rehypeCallouts } from "./rehype-callouts.ts";
import { rehypeCodeLines } from "./rehype-code-lines.ts";
import { rehypeVisible } from "./rehype-visible.ts";
import { remarkPlainHtml } from "./remark-plain-html.ts";

/** GitHub's allow list with few link targets: nothing runs. Images are shown as their words, so nothing is fetched. */
const SCHEMA = {
	...defaultSchema,
	tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== "picture" && name !== "source"),
	protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
};

/** The only place of ours that a text may lead to: it shows what was done, and does nothing. */
const RUN_PAGE = /^\/activity\?run=\d+$/;

const COMPONENTS: Components = {
	a: OutsideLink,
	img: ({ alt }) => (
		<span className="text-ink-2">[image: {alt ? <SafeText text={alt} /> : "without a description"}]</span>
	),
	pre: ({ node: _node, ...rest }) => <CodeBlock {...rest} />,
	table: ({ node: _node, ...rest }) => (
		<div className="overflow-x-auto">
			<table {...rest} />
		</div>
	),
	// A box of a task list says what it is to those who cannot see it.
	input: ({ node: _node, ...rest }) => <input {...rest} aria-label={rest.checked ? "done" : "to do"} />,
	// The page has its own h1 and the question its h2.
	h1: ({ node: _node, ...rest }) => <h3 {...rest} />,
	h2: ({ node: _node, ...rest }) => <h4 {...rest} />,
	h3: ({ node: _node, ...rest }) => <h5 {...rest} />,
};

/** Diffs are shown file by file; all other code as it is written. */
function withDiffs(diffs: Diffs): Components {
	return {
		...COMPONENTS,
		pre: ({ node, ...rest }) => <DiffBlock node={node} diffs={diffs} otherwise={<CodeBlock {...rest} />} />,
	};
}

const COMPONENTS_OF: Record<Diffs, Components> = {
	text: COMPONENTS,
	folded: withDiffs("folded"),
	whole: withDiffs("whole"),
};

/** Sanitised; characters that hide are shown, HTML is shown as written, and links say where they lead. Throws when it makes too much. */
export function Markdown({ source, diffs = "text" }: { source: string; diffs?: Diffs }) {
	return (
		<div data-outside dir="auto" className="prose-outside">
			<ReactMarkdown
				remarkPlugins={[remarkGfm, remarkPlainHtml]}
				rehypePlugins={[rehypeBounded, [rehypeSanitize, SCHEMA], rehypeVisible, rehypeCallouts, rehypeCodeLines]}
				components={COMPONENTS_OF[diffs]}
			>
				{source}
			</ReactMarkdown>
		</div>
	);
}

function CodeBlock(props: ComponentProps<"pre">) {
	return (
		<pre
			// biome-ignore lint/a11y/noNoninteractiveTabindex: wide code must scroll by keyboard too
			tabIndex={0}
			{...props}
		/>
	);
}

/** The host stands behind the text, because the text may claim another. Links within the document lead nowhere here. */
function OutsideLink({ node: _node, href, children }: ComponentProps<"a"> & ExtraProps) {
	if (href && RUN_PAGE.test(href)) return <AppLink href={href}>{children}</AppLink>;
	const host = hostOf(href);
	if (host === null) return <span>{children}</span>;
	return (
		<>
			<a href={href} target="_blank" rel="noopener noreferrer nofollow">
				{children}
			</a>{" "}
			<bdi className="text-small text-ink-3">({host})</bdi>
		</>
	);
}

function hostOf(href: string | undefined): string | null {
	if (!href || !/^(https?:|mailto:)/i.test(href)) return null;
	try {
		const url = new URL(href);
		return url.protocol === "mailto:" ? url.pathname : url.host;
	} catch {
		return null;
	}
}
