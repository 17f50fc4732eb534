"use client";

import { type ReactNode, useEffect, useState } from "react";
import { AlertNotifications } from "../_alerts/alert-notifications.tsx";
import { Presence } from "../_alerts/presence.tsx";
import { PushRenewal } from "../_features/notify/push-renewal.tsx";
import { KeysDialog } from "../_keys/keys-dialog.tsx";
import { type Binding, useKeyListener, useKeys } from "../_keys/use-keys.ts";
import { connectLive } from "../_live/connection.ts";
import { useLive } from "../_live/store.ts";
import { useArrivals, useGo } from "../_navigation/use-go.ts";
import { Palette } from "../_palette/palette.tsx";
import { Announcer } from "../_ui/announcer.tsx";
import { LiveHeader } from "./live-header.tsx";
import { NAV_ITEMS } from "./nav-items.ts";
import { Navigation } from "./navigation.tsx";
import { NewQuestionAnnouncer, TabCount } from "./needs-you-count.tsx";
import { Notices } from "./notices.tsx";
import { SignedOut } from "./signed-out.tsx";

/** What stands around every page, and the one place that connects it. */
export function Shell({ children }: { children: ReactNode }) {
	const go = useGo();
	const [keysOpen, setKeysOpen] = useState(false);
	const [paletteOpen, setPaletteOpen] = useState(false);
	const shut = useLive(({ connection, position }) => position === null && connection.status === "signed-out");
	const stale = useLive(({ connection, position }) => position !== null && connection.status !== "online");

	useEffect(connectLive, []);
	useArrivals();
	useKeyListener();
	useKeys([
		...NAV_ITEMS.map(
			(item): Binding => ({
				keys: `g ${item.key}`,
				label: `Go to ${item.label}`,
				group: "Everywhere",
				run: () => go(item.href),
			}),
		),
		{ keys: "?", label: "Show these keys", group: "Everywhere", run: () => setKeysOpen(true) },
		{
			keys: "mod+k",
			label: "Go to a page or a question, start or stop a daemon",
			group: "Everywhere",
			inFields: true,
			run: () => setPaletteOpen(true),
		},
	]);

	return (
		<div data-stale={stale} className="min-h-dvh desk:grid desk:grid-cols-[208px_minmax(0,1fr)]">
			<TabCount />
			<a
				href="#content"
				className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-2 font-semibold text-accent-ink focus:translate-y-0"
			>
				Skip to the content
			</a>
			<Navigation />
			<div className="flex min-h-dvh min-w-0 flex-col pb-[calc(53px+env(safe-area-inset-bottom))] has-data-[fills=always]:h-dvh desk:pb-0 desk:has-data-fills:h-dvh">
				<LiveHeader onKeys={() => setKeysOpen(true)} />
				<Notices />
				<main id="content" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
					{shut ? <SignedOut /> : children}
				</main>
			</div>
			<KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />
			<Palette open={paletteOpen} pages={NAV_ITEMS} onClose={() => setPaletteOpen(false)} />
			<NewQuestionAnnouncer />
			<AlertNotifications />
			<Presence />
			<PushRenewal />
			<Announcer />
		</div>
	);
}
