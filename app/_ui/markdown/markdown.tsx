"use client";

import type { ComponentProps } from "react";
import ReactMarkdown, { type Components, type ExtraProps } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { SafeText } from "../safe-text.tsx";
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

const COMPONENTS: Components = {
	a: OutsideLink,
	img: ({ alt }) => (
		<span className="text-ink-2">[image: {alt ? <SafeText text={alt} /> : "without a description"}]</span>
	),
	pre: ({ node: _node, ...rest }) => (
		<pre
			// biome-ignore lint/a11y/noNoninteractiveTabindex: wide code must scroll by keyboard too
			tabIndex={0}
			{...rest}
		/>
	),
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

/** Sanitised; characters that hide are shown, HTML is shown as written, and links say where they lead. Throws when it makes too much. */
export function Markdown({ source }: { source: string }) {
	return (
		<div data-outside dir="auto" className="prose-outside">
			<ReactMarkdown
				remarkPlugins={[remarkGfm, remarkPlainHtml]}
				rehypePlugins={[rehypeBounded, [rehypeSanitize, SCHEMA], rehypeVisible, rehypeCallouts, rehypeCodeLines]}
				components={COMPONENTS}
			>
				{source}
			</ReactMarkdown>
		</div>
	);
}

/** The host stands behind the text, because the text may claim another. Links within the document lead nowhere here. */
function OutsideLink({ node: _node, href, children }: ComponentProps<"a"> & ExtraProps) {
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
