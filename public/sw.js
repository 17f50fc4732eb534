// Shows push messages while no page is open. It answers nothing by itself: a click only opens the page of what it is about.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
	const { title, body, link, tag, stays } = read(event.data);
	const options = { body, tag, data: { link }, icon: "/icon-192.png", badge: "/badge.png", requireInteraction: stays };
	// Something must be shown for each message: a browser takes the permission away from those that stay silent.
	event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("notificationclick", (event) => {
	event.notification.close();
	event.waitUntil(open(event.notification.data?.link));
});

function read(data) {
	const plain = { title: "Nightshift", body: "Something needs you.", link: "/inbox", tag: "nightshift", stays: false };
	try {
		const message = data?.json();
		return typeof message?.title === "string" ? { ...plain, ...message } : plain;
	} catch {
		return plain; // not from this dashboard, or of another version
	}
}

/** Leads to a path of this dashboard: in a page that is open, else in a new one. */
async function open(link) {
	const url = new URL(typeof link === "string" ? link : "/inbox", self.location.origin);
	const path = url.origin === self.location.origin ? url.pathname + url.search : "/inbox";
	const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
	const page = pages.find((one) => one.focused) ?? pages.find((one) => one.visibilityState === "visible") ?? pages[0];
	if (!page) return self.clients.openWindow(path);
	await page.focus().catch(() => undefined); // the system may keep it in the background; it shows the right thing then
	page.postMessage({ type: "nightshift:open", path });
}
