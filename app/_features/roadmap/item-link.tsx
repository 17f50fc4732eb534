"use client";

import type { ReactNode } from "react";
import { followedBy } from "../../_navigation/app-link.tsx";
import { useOpening } from "./opening.ts";
import { roadmapPage } from "./paths.ts";

interface Props {
	item: string;
	className?: string;
	/** The line or card that it stands for: it can get the focus from the keys. */
	isEntry?: boolean;
	current?: boolean;
	children: ReactNode;
}

/** Opens an item beside the list. */
export function ItemLink({ item, className, isEntry, current, children }: Props) {
	const { place, open } = useOpening();
	return (
		<a
			href={roadmapPage({ ...place, item })}
			onClick={(event) => followedBy(() => open(item, event.detail === 0))(event)}
			aria-current={current ? "true" : undefined}
			className={className}
			{...(isEntry && { "data-entry": item })}
		>
			{children}
		</a>
	);
}
