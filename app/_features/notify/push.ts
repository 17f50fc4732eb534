import type { NewSubscription } from "../../../server/contract/notify.ts";
import { addBrowser, removeBrowser } from "./api.ts";
import { browserName } from "./browser-name.ts";
import { lastSubscribed, rememberSubscribed } from "./last-subscribed.ts";

const WORKER = "/sw.js";

/** Whether this browser can take push messages at all, at this address. */
export function canPush(): boolean {
	return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

/** The digest by which the dashboard names this browser; null while it takes no push messages. */
export async function ownFingerprint(): Promise<string | null> {
	const subscription = await currentSubscription();
	if (!subscription || Notification.permission !== "granted") return null;
	return fingerprintOf(subscription);
}

/**
 * Tells the dashboard the new address of a browser that has changed it by itself: under the old one it gets nothing any
 * more. One that was taken off the list, here or elsewhere, has the address it had, and stays off it.
 */
export async function renewPush(): Promise<void> {
	const last = lastSubscribed();
	if (last === null || !canPush() || Notification.permission !== "granted") return;
	const subscription = await currentSubscription();
	if (!subscription) return;
	const fingerprint = await fingerprintOf(subscription);
	if (fingerprint === last) return;
	await addBrowser(toSubscription(subscription));
	rememberSubscribed(fingerprint);
}

/**
 * Asks for the permission, subscribes this browser and tells the dashboard. To be called from a click alone.
 * @throws Error with a sentence for the person
 */
export async function turnPushOn(publicKey: string): Promise<void> {
	if ((await Notification.requestPermission()) !== "granted") {
		throw new Error(
			"The browser does not allow notifications from this address. Its settings for this site can change that.",
		);
	}
	const registration = await navigator.serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" });
	await navigator.serviceWorker.ready;
	await forgetOther(registration, publicKey);
	const subscription = await subscribe(registration, publicKey);
	await addBrowser(toSubscription(subscription));
	rememberSubscribed(await fingerprintOf(subscription));
}

/** Ends it on both sides. */
export async function turnPushOff(): Promise<void> {
	const subscription = await currentSubscription();
	if (!subscription) return;
	await removeBrowser({ endpoint: subscription.endpoint });
	rememberSubscribed(null);
	await subscription.unsubscribe();
}

async function fingerprintOf({ endpoint }: PushSubscription): Promise<string> {
	return base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
}

async function currentSubscription(): Promise<PushSubscription | null> {
	if (!canPush()) return null;
	const registration = await navigator.serviceWorker.getRegistration("/");
	return (await registration?.pushManager.getSubscription()) ?? null;
}

async function subscribe(registration: ServiceWorkerRegistration, publicKey: string): Promise<PushSubscription> {
	try {
		return await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(`The browser could not reach its push service, so it gets no messages (${why}).`);
	}
}

/** A subscription under another key is one of an earlier installation at this address: nobody can use it any more. */
async function forgetOther({ pushManager }: ServiceWorkerRegistration, publicKey: string): Promise<void> {
	const subscription = await pushManager.getSubscription();
	const key = subscription?.options.applicationServerKey;
	if (subscription && (!key || base64url(key) !== publicKey)) await subscription.unsubscribe();
}

function toSubscription(subscription: PushSubscription): NewSubscription {
	const { endpoint, keys } = subscription.toJSON();
	const { p256dh = "", auth = "" } = keys ?? {};
	return { endpoint: endpoint ?? "", keys: { p256dh, auth }, label: browserName(navigator.userAgent) };
}

function base64url(bytes: ArrayBuffer): string {
	const text = String.fromCharCode(...new Uint8Array(bytes));
	return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
