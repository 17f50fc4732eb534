import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { pushReceiver } from "../support/push-receiver.ts";
import { test as base, expect, openPage } from "./fixtures.ts";
import type { Nightshift } from "./support/nightshift.ts";
import { expectAccessible, expectGoodInEachLook, watchManners } from "./support/page-checks.ts";
import { type Receiver, startReceiver } from "./support/receiver.ts";

const test = base.extend<{ receiver: Receiver }>({
	// biome-ignore lint/correctness/noEmptyPattern: it needs no other fixture
	receiver: async ({}, use) => {
		const receiver = await startReceiver();
		await use(receiver);
		await receiver.close();
	},
});

/** Changes `notify` in config.json, which the running dashboard takes up, and waits until the page shows it. */
async function configure(page: Page, { home }: Nightshift, notify: unknown): Promise<void> {
	const file = join(home, "config.json");
	const config = JSON.parse(await readFile(file, "utf8"));
	await writeFile(file, JSON.stringify({ ...config, notify }));
	await expect(section(page)).toContainText("phone");
}

const section = (page: Page) => page.getByRole("region", { name: "Notifications" });
const log = (page: Page) => page.getByRole("region", { name: "What was sent" });
const hook = (url: string) => ({ webhooks: [{ name: "phone", url: `${url}/secret-path`, template: "json" }] });

test("a channel is set up, tested from the keyboard, and its failures are read and tried again", async ({
	page,
	nightshift,
	receiver,
}) => {
	const bad = watchManners(page, nightshift.url);
	await openPage(page, nightshift, "/settings");
	await expect(section(page)).toContainText("Nothing is sent by mail or to a chat yet");
	await expect(log(page)).toContainText("Nothing was sent yet");
	await configure(page, nightshift, hook(receiver.url));
	await expect(section(page)).not.toContainText("secret-path");

	const button = section(page).getByRole("button", { name: "Send a test: phone" });
	await button.focus();
	await page.keyboard.press("Enter");
	await expect(section(page)).toContainText("The test was sent.");
	await expect(section(page)).toContainText("Works");
	await expect(log(page).getByRole("listitem")).toContainText(["Test by phone"]);
	expect(JSON.parse(String(receiver.bodies[0]))).toMatchObject({ event: "test", title: "A test of Nightshift" });

	receiver.status = 404;
	await page.keyboard.press("Enter");
	await expect(section(page)).toContainText("does not know the address (404)");
	const failed = log(page).getByRole("listitem").filter({ hasText: "Failed" });
	await expect(failed).toHaveCount(1);
	await expectGoodInEachLook(page);
	receiver.status = 204;
	await failed.getByRole("button", { name: "Try again: A test of Nightshift" }).click();
	await expect(log(page).getByRole("listitem").filter({ hasText: "Sent" })).toHaveCount(2);
	expect(bad).toEqual([]);
});

test("a question is told while nobody looks, and is not told while a page shows it", async ({
	page,
	nightshift,
	receiver,
}) => {
	await openPage(page, nightshift, "/settings");
	await configure(page, nightshift, hook(receiver.url));
	await openPage(page, nightshift, "/inbox?ticket=Q-1");
	await nightshift.ask({ title: "Before your eyes?", urgency: "high" });
	await expect(page.getByRole("heading", { name: "Before your eyes?" })).toBeVisible();
	await nightshift.ask({ title: "Somewhere else?", urgency: "high" });
	await expect.poll(() => receiver.bodies.map((body) => JSON.parse(String(body)).ticket)).toEqual(["Q-2"]);
	await page.close();
	await expect.poll(() => receiver.bodies.map((body) => JSON.parse(String(body)).ticket)).toEqual(["Q-2", "Q-1"]);
});

test("push is turned on by a click alone, arrives encrypted, and is turned off on both sides", async ({
	page,
	context,
	nightshift,
	receiver,
}) => {
	await context.grantPermissions(["notifications"], { origin: nightshift.url });
	const browser = pushReceiver(`${receiver.url}/push`);
	receiver.status = 201;
	await standInForPushService(context, browser.subscription);
	await openPage(page, nightshift, "/settings");
	const push = section(page);
	await expect(push.getByRole("button", { name: "Turn on in this browser" })).toBeVisible();
	expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
	await push.getByRole("button", { name: "Turn on in this browser" }).click();
	await expect(push.getByRole("button", { name: "Turn off in this browser" })).toBeVisible();
	await expectAccessible(page);
	await push.getByRole("button", { name: "Send a test: this browser" }).click();
	await expect(push).toContainText("The test was sent.");
	expect(browser.decrypt(receiver.bodies[0] ?? Buffer.alloc(0))).toMatchObject({
		title: "A test of Nightshift",
		link: "/settings",
	});
	await push.getByRole("button", { name: "Turn off in this browser" }).click();
	await expect(push.getByRole("button", { name: "Turn on in this browser" })).toBeVisible();
	await expect(push.getByRole("button", { name: "Send a test: this browser" })).toHaveCount(0);
});

test("the service worker shows a message with its text, and a click leads the open page there", async ({
	page,
	context,
	nightshift,
}) => {
	await context.grantPermissions(["notifications"], { origin: nightshift.url });
	await nightshift.ask({ title: "Shall I?", urgency: "high" });
	await openPage(page, nightshift, "/settings");
	const payload = {
		title: "Q-1: Shall I?",
		body: "Because.",
		link: "/inbox?ticket=Q-1",
		tag: "question:Q-1",
		stays: true,
	};
	await deliverPush(page, nightshift.url, JSON.stringify(payload));
	const shown = () =>
		page.evaluate(async () => {
			const registration = await navigator.serviceWorker.ready;
			return (await registration.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
		});
	await expect.poll(shown).toEqual([{ title: "Q-1: Shall I?", body: "Because.", tag: "question:Q-1" }]);

	await context.serviceWorkers()[0]?.evaluate(async () => {
		const scope = globalThis as unknown as ServiceWorkerScope;
		const [notification] = await scope.registration.getNotifications();
		scope.dispatchEvent(new scope.NotificationEvent("notificationclick", { notification }));
	});
	await expect(page).toHaveURL(/\/inbox\?ticket=Q-1$/);
	await expect(page.getByRole("heading", { name: "Shall I?" })).toBeVisible();
	expect((await nightshift.question("Q-1")).status).toBe("pending");
	await expect.poll(shown).toEqual([]);
});

test("the dashboard can be installed: manifest, icons and service worker are there without a session", async ({
	nightshift,
	request,
}) => {
	const manifest = await request.get(`${nightshift.url}/manifest.webmanifest`);
	expect(manifest.headers()["content-type"]).toContain("manifest+json");
	for (const { src } of (await manifest.json()).icons) {
		const icon = await request.get(nightshift.url + src);
		expect([icon.status(), icon.headers()["content-type"]]).toEqual([200, "image/png"]);
	}
	const worker = await request.get(`${nightshift.url}/sw.js`);
	expect(worker.headers()["content-type"]).toContain("javascript");
});

interface ServiceWorkerScope {
	registration: { getNotifications(): Promise<unknown[]> };
	NotificationEvent: new (type: string, init: { notification: unknown }) => Event;
	dispatchEvent(event: Event): boolean;
}

/** The browser vendor's push service cannot be reached in a test: all else of the browser is its own. */
async function standInForPushService(context: BrowserContext, subscription: unknown): Promise<void> {
	await context.addInitScript((known) => {
		const { endpoint, keys } = known as { endpoint: string; keys: Record<string, string> };
		let current: object | null = null;
		const make = () => ({
			endpoint,
			options: { applicationServerKey: null },
			toJSON: () => ({ endpoint, keys }),
			unsubscribe: async () => {
				current = null;
				return true;
			},
		});
		PushManager.prototype.getSubscription = async () => current as PushSubscription | null;
		PushManager.prototype.subscribe = async () => {
			current = make();
			return current as PushSubscription;
		};
	}, subscription);
}

/** Hands a message to the service worker as the browser does when its push service brings one. */
async function deliverPush(page: Page, origin: string, data: string): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	const registered = new Promise<string>((resolve) => {
		devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
			const [found] = registrations;
			if (found) resolve(found.registrationId);
		});
	});
	await devtools.send("ServiceWorker.enable");
	await page.evaluate(async () => {
		await navigator.serviceWorker.register("/sw.js", { scope: "/" });
		await navigator.serviceWorker.ready;
	});
	const registrationId = await registered;
	await devtools.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
}
