"use client";

import type { ReactNode } from "react";
import { followedBy } from "../../_navigation/app-link.tsx";
import { roadmapPage } from "./paths.ts";
import { usePlace } from "./use-place.ts";

interface Props {
	item: string;
	className?: string;
	/** The line or card that it stands for: it can get the focus from the keys. */
	isEntry?: boolean;
	current?: boolean;
	children: ReactNode;
}

/** Opens an item beside the list. From one open item to another is no step back of its own. */
export function ItemLink({ item, className, isEntry, current, children }: Props) {
	const { place, go } = usePlace();
	return (
		<a
			href={roadmapPage({ ...place, item })}
			onClick={followedBy(() => go({ item }, place.item === null ? "push" : "replace"))}
			aria-current={current ? "true" : undefined}
			className={className}
			{...(isEntry && { "data-entry": item })}
		>
			{children}
		</a>
	);
}
