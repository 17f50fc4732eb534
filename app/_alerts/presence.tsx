"use client";

import { useEffect } from "react";
import { request } from "../_live/socket.ts";
import { useLive } from "../_live/store.ts";
import { useGo } from "../_navigation/use-go.ts";
import { dropForeignWorkers } from "./foreign-workers.ts";
import { useShown } from "./shown.ts";
import { useLooked } from "./use-looked.ts";

/** Tells the dashboard what this page shows and whether somebody looks; opens what a push message leads to. */
export function Presence() {
	const online = useLive(({ connection }) => connection.status === "online");
	const looked = useLooked();
	const shows = useShown();
	const go = useGo();
	useEffect(() => {
		if (!online) return;
		// When it does not arrive, the person is told of what they see: too much, which is better than too little.
		request("presence:set", { looked, shows: shows.slice(0, 2_000) }).catch(() => undefined);
	}, [online, looked, shows]);
	useEffect(() => {
		const known = navigator.serviceWorker?.getRegistrations();
		// A browser that keeps no workers here refuses to say which, and then there is nothing to drop.
		known?.then((registrations) => dropForeignWorkers(registrations, location.origin)).catch(() => undefined);
	}, []);
	useEffect(() => {
		const workers = navigator.serviceWorker;
		if (!workers) return;
		const opened = ({ data }: MessageEvent<unknown>) => {
			const path = pathIn(data);
			if (path !== null) go(path);
		};
		workers.addEventListener("message", opened);
		return () => workers.removeEventListener("message", opened);
	}, [go]);
	return null;
}

/** Where a click on a push message leads. */
function pathIn(data: unknown): string | null {
	if (typeof data !== "object" || data === null) return null;
	const { type, path } = data as { type?: unknown; path?: unknown };
	return type === "nightshift:open" && typeof path === "string" && /^\/(?!\/)/.test(path) ? path : null;
}
