import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rememberSubscribed } from "../../../app/_features/notify/last-subscribed.ts";
import { ownFingerprint, renewPush } from "../../../app/_features/notify/push.ts";

const KEYS = { p256dh: "p", auth: "a" };
let endpoint = "https://push.example.com/old";
let posted: unknown[] = [];

beforeEach(() => {
	endpoint = "https://push.example.com/old";
	posted = [];
	const kept = new Map<string, string>();
	const getSubscription = async () => ({ endpoint, toJSON: () => ({ endpoint, keys: KEYS }) });
	const serviceWorker = { getRegistration: async () => ({ pushManager: { getSubscription } }) };
	vi.stubGlobal("navigator", { serviceWorker, userAgent: "Mozilla/5.0 Firefox/140.0" });
	vi.stubGlobal("window", { PushManager: {}, Notification: {} });
	vi.stubGlobal("Notification", { permission: "granted" });
	vi.stubGlobal("localStorage", {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value),
		removeItem: (key: string) => kept.delete(key),
	});
	vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
		posted.push(JSON.parse(body));
		return Response.json({});
	});
});
afterEach(() => vi.unstubAllGlobals());

test("a browser that has another address than the one it was known by tells it, once", async () => {
	rememberSubscribed(await ownFingerprint());
	await renewPush();
	expect(posted).toEqual([]);
	endpoint = "https://push.example.com/new";
	await renewPush();
	await renewPush();
	expect(posted).toEqual([expect.objectContaining({ endpoint, keys: KEYS })]);
});

test("one that was never turned on, or was turned off, tells nothing", async () => {
	await renewPush();
	rememberSubscribed(await ownFingerprint());
	rememberSubscribed(null);
	endpoint = "https://push.example.com/new";
	await renewPush();
	expect(posted).toEqual([]);
});
