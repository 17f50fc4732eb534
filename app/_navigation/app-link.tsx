"use client";

import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { useGo } from "./use-go.ts";

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
	href: string;
	/** False: the page stays where it is scrolled to. */
	scroll?: boolean;
}

/**
 * A link to another page of the dashboard, without a reload. Not `next/link`, because that asks the dashboard beforehand
 * for each page that a visible link leads to: every page here is rendered for its request and gets its data over the
 * socket, so there is nothing to fetch early.
 */
export function AppLink({ href, scroll = true, ...rest }: Props) {
	const go = useGo();
	return <a {...rest} href={href} onClick={followedBy(() => go(href, { scroll }))} />;
}

/** A plain click goes there at once; with a modifier or another button the browser does what it always does. */
export function followedBy(go: () => void): (event: MouseEvent) => void {
	return (event) => {
		if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
		event.preventDefault();
		go();
	};
}
