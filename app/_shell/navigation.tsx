"use client";

import { usePathname } from "next/navigation";
import { NotificationSwitch } from "../_alerts/notification-switch.tsx";
import { useLive, useLiveState } from "../_live/store.ts";
import { AppLink } from "../_navigation/app-link.tsx";
import { classNames } from "../_ui/class-names.ts";
import { BrandMark } from "./brand.tsx";
import { activeItem, NAV_ITEMS, type NavItem } from "./nav-items.ts";

/** At the left on a desk, at the bottom on a phone. */
export function Navigation() {
	const active = activeItem(usePathname());
	return (
		<nav
			aria-label="Main"
			className="fixed inset-x-0 bottom-0 z-30 flex justify-around border-t border-line bg-panel p-1.5 pb-[max(6px,env(safe-area-inset-bottom))] desk:sticky desk:top-0 desk:bottom-auto desk:h-dvh desk:flex-col desk:justify-start desk:gap-0.5 desk:border-t-0 desk:border-r desk:px-3 desk:py-4"
		>
			<div className="hidden items-center gap-2 px-2 pt-1 pb-4 font-strong desk:flex">
				<BrandMark className="size-4.5" />
				Nightshift
			</div>
			{NAV_ITEMS.map((item) => (
				<NavLink key={item.href} item={item} current={item === active} />
			))}
			<ConnectionFooter />
		</nav>
	);
}

function NavLink({ item, current }: { item: NavItem; current: boolean }) {
	const Icon = item.icon;
	return (
		<AppLink
			href={item.href}
			aria-current={current ? "page" : undefined}
			className={classNames(
				"relative flex flex-auto items-center justify-center gap-2.5 rounded-md px-2 py-1.5 max-desk:flex-col max-desk:gap-0 max-desk:px-0.5 max-desk:py-1 max-desk:text-label desk:flex-none desk:justify-start",
				current ? "bg-accent-soft font-semibold text-ink" : "text-ink-2 hover:bg-raise hover:text-ink",
			)}
		>
			<Icon aria-hidden="true" size={16} strokeWidth={1.5} className="flex-none" />
			<span className={current ? undefined : "max-[479px]:sr-only"}>{item.label}</span>
			{item.counts && <NeedsYouBadge />}
		</AppLink>
	);
}

function NeedsYouBadge() {
	const count = useLiveState((state) => state.pendingCount, 0);
	if (count === 0) return null;
	return (
		<span className="rounded-pill bg-accent px-1.5 text-label leading-4.5 font-strong text-accent-ink max-desk:absolute max-desk:top-0 max-desk:z-1 max-desk:left-1/2 max-desk:ml-1 max-desk:leading-4 desk:ml-auto">
			{count > 99 ? "99+" : count}
			<span className="sr-only"> need you</span>
		</span>
	);
}

function ConnectionFooter() {
	const words = useLive(({ connection, latencyMs }) => {
		if (connection.status === "online")
			return latencyMs === null ? "Connected" : `Connected · ${Math.round(latencyMs)} ms`;
		return { connecting: "Connecting…", lost: "Not connected", "signed-out": "Signed out" }[connection.status];
	});
	const version = useLiveState((state) => state.dashboard.version, null);
	return (
		<div className="mt-auto hidden p-2 text-small text-ink-3 desk:block">
			<NotificationSwitch />
			<p title="The time a message to the dashboard and back takes">{words}</p>
			<p className="min-h-4.5">{version}</p>
		</div>
	);
}
