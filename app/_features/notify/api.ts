import type { Delivery, NewSubscription, NotifyStatus, PushBrowser } from "../../../server/contract/notify.ts";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import { postJson } from "../../_live/http.ts";
import { useLiveState } from "../../_live/store.ts";
import { type Fetched, useFetched } from "../../_live/use-fetched.ts";

const NOTIFY = "/api/v1/notify";

export interface DeliveryPage {
	deliveries: Delivery[];
	next: string | null;
}

/** Changes whenever anything is told, or how it went changes. */
function useTold(): string {
	return String(useLiveState(({ revisions }) => ownEntry(revisions, "deliveries") ?? 0, 0));
}

/** The channels and browsers, read again whenever something was told. */
export function useNotifyStatus(): Fetched<NotifyStatus> {
	return useFetched<NotifyStatus>(NOTIFY, useTold());
}

/** The log, newest first. */
export function useDeliveries(limit: number): Fetched<DeliveryPage> {
	return useFetched<DeliveryPage>(`${NOTIFY}/deliveries?limit=${limit}`, useTold());
}

/** Sends a test and waits for how it went. Throws `HttpError`, as all of these do. */
export async function sendTest(channel: string, browser?: number): Promise<Delivery[]> {
	const request = { channel, ...(browser !== undefined && { browser }) };
	return (await postJson<{ deliveries: Delivery[] }>(`${NOTIFY}/test`, request)).deliveries;
}

export function retryDelivery({ id }: Delivery): Promise<Delivery> {
	return postJson<Delivery>(`${NOTIFY}/deliveries/${id}/retry`, {});
}

export function addBrowser(subscription: NewSubscription): Promise<PushBrowser> {
	return postJson<PushBrowser>(`${NOTIFY}/browsers`, subscription);
}

export function removeBrowser(which: { id: number } | { endpoint: string }): Promise<unknown> {
	return postJson(`${NOTIFY}/browsers/remove`, which);
}
