import {
	Activity,
	BookOpenText,
	ChartLine,
	Inbox,
	LayoutGrid,
	ListTree,
	type LucideIcon,
	MessagesSquare,
	Settings,
	SquareTerminal,
	Sunrise,
} from "lucide-react";

export interface NavItem {
	href: string;
	label: string;
	icon: LucideIcon;
	/** The second key of the `g …` sequence. */
	key: string;
	/** Carries the count of what needs the person. */
	counts?: boolean;
}

/** The pages that exist, in order. A new page is one line here. */
export const NAV_ITEMS: readonly NavItem[] = [
	{ href: "/", label: "Overview", icon: LayoutGrid, key: "o" },
	{ href: "/inbox", label: "Inbox", icon: Inbox, key: "i", counts: true },
	{ href: "/chat", label: "Chat", icon: MessagesSquare, key: "c" },
	{ href: "/handover", label: "Handover", icon: Sunrise, key: "m" },
	{ href: "/roadmap", label: "Roadmap", icon: ListTree, key: "r" },
	{ href: "/activity", label: "Activity", icon: Activity, key: "a" },
	{ href: "/conversations", label: "Conversations", icon: BookOpenText, key: "t" },
	{ href: "/logs", label: "Logs", icon: SquareTerminal, key: "l" },
	{ href: "/history", label: "History", icon: ChartLine, key: "h" },
	{ href: "/settings", label: "Settings", icon: Settings, key: "s" },
];

/** The item that a path belongs to; null on a page that is not in the navigation. */
export function activeItem(path: string): NavItem | null {
	return (
		NAV_ITEMS.find(({ href }) => (href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`))) ?? null
	);
}
