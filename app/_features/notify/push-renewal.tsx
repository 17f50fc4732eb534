"use client";

import { useEffect } from "react";
import { useLive } from "../../_live/store.ts";
import { renewPush } from "./push.ts";

/** Looks, whenever the dashboard is there anew, whether the browser has another address for push messages. */
export function PushRenewal() {
	const online = useLive(({ connection }) => connection.status === "online");
	useEffect(() => {
		// What failed is tried again with the next page or connection.
		if (online) renewPush().catch(() => undefined);
	}, [online]);
	return null;
}
