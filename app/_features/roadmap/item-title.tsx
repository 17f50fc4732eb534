import { visibleText } from "../../../server/contract/visible-text.ts";
import type { RoadmapEntry } from "../../../server/contract/work.ts";
import { classNames } from "../../_ui/class-names.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import { ItemLink } from "./item-link.tsx";
import { weightOf } from "./marks.tsx";

interface Props {
	item: RoadmapEntry;
	/** It is the one that is open beside the list. */
	open: boolean;
	/** How many lines it may take. */
	className: string;
}

/** The title of an item. It opens the item, and so does all of the line or card around it, which must be `relative`. */
export function ItemTitle({ item, open, className }: Props) {
	return (
		<ItemLink
			item={item.ref}
			isEntry
			current={open}
			className={classNames(
				"break-words after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent",
				className,
				weightOf(item),
			)}
		>
			<span className="sr-only">{visibleText(item.id)} </span>
			{item.title ? <SafeText text={item.title} /> : "Without a title"}
		</ItemLink>
	);
}
