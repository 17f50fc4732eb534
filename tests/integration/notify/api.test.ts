import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Delivery, NotifyStatus } from "../../../server/contract/notify.ts";
import { startDashboard } from "../../support/dashboard.ts";
import { httpSink } from "../../support/http-sink.ts";
import { connected, connectSocket, Follower } from "../../support/live-client.ts";
import { pushReceiver } from "../../support/push-receiver.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";
import { cliFor } from "../cli/run-cli.ts";

test("channels of config.json are taken up while it runs, tested, and read in the log; changes are live", async () => {
	const sink = await httpSink();
	const paths = await tempHome();
	await writeFile(paths.config, "{}");
	const dashboard = await startDashboard([], paths, "{}");
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const follower = new Follower(await connected(connectSocket(dashboard.url, { extraHeaders })));
	await follower.start();
	expect((await dashboard.api("/notify/test", { body: { channel: "own" } })).status).toBe(404);
	const notify = { webhooks: [{ name: "own", url: `${sink.url}/secret`, template: "json" }] };
	await writeFile(paths.config, JSON.stringify({ notify }));
	const status = await eventually(async () => {
		const { body } = await dashboard.api<NotifyStatus>("/notify");
		return body.channels.length > 0 ? body : null;
	});
	expect(status.channels).toMatchObject([{ name: "own", kind: "webhook", problem: null, last: null }]);
	expect(JSON.stringify(status)).not.toContain("secret");

	const tested = await dashboard.api<{ deliveries: Delivery[] }>("/notify/test", { body: { channel: "own" } });
	expect(tested).toMatchObject({
		status: 201,
		body: { deliveries: [{ event: "test", status: "sent", target: "own" }] },
	});
	expect(sink.requests).toHaveLength(1);
	const page = await dashboard.api<{ deliveries: Delivery[]; next: string | null }>("/notify/deliveries?limit=1");
	expect(page.body).toMatchObject({ deliveries: [{ title: "A test of Nightshift" }], next: null });
	await follower.until((state) => (state.revisions.deliveries ?? 0) > 0);
	const again = await dashboard.api(`/notify/deliveries/${page.body.deliveries[0]?.id}/retry`, { method: "POST" });
	expect(again.status).toBe(409);
	expect((await dashboard.api("/notify/deliveries/999/retry", { method: "POST" })).status).toBe(404);
});

test("a browser is told from when it subscribes until it is taken off; what is no browser is refused", async () => {
	const sink = await httpSink((response) => response.writeHead(201).end());
	const dashboard = await startDashboard();
	const noBrowser = await dashboard.api("/notify/test", { body: { channel: "push" } });
	expect(noBrowser).toMatchObject({ status: 400, body: { detail: expect.stringContaining("No browser") } });
	const browser = pushReceiver(`${sink.url}/push/1`, "Firefox on Linux");
	const added = await dashboard.api<{ id: number }>("/notify/browsers", { body: browser.subscription });
	expect(added).toMatchObject({ status: 201, body: { label: "Firefox on Linux", lastUsedAt: null } });
	const same = await dashboard.api<{ id: number }>("/notify/browsers", { body: browser.subscription });
	expect(same.body.id).toBe(added.body.id);
	await dashboard.api("/notify/test", { body: { channel: "push" } });
	expect(browser.decrypt(sink.requests[0]?.body ?? Buffer.alloc(0))).toMatchObject({ link: "/settings" });
	const gone = await dashboard.api("/notify/browsers/remove", { body: { id: added.body.id } });
	expect(gone.body).toEqual({ removed: true });
	const inside = { ...browser.subscription, endpoint: "http://192.168.0.1/push" };
	expect((await dashboard.api("/notify/browsers", { body: inside })).status).toBe(400);
	const noKeys = { ...browser.subscription, keys: { p256dh: "x", auth: "y" } };
	expect((await dashboard.api("/notify/browsers", { body: noKeys })).status).toBe(400);
	expect((await fetch(`${dashboard.url}/api/v1/notify`)).status).toBe(401);
});

test("a page that shows a question says so through its socket, and is forgotten with it", async () => {
	const sink = await httpSink();
	const paths = await tempHome();
	await writeFile(paths.config, "{}");
	const dashboard = await startDashboard([], paths, "{}");
	const notify = { webhooks: [{ name: "own", url: sink.url, template: "json" }] };
	await writeFile(paths.config, JSON.stringify({ notify }));
	await eventually(async () => (await dashboard.api<NotifyStatus>("/notify")).body.channels.length > 0);
	const extraHeaders = { authorization: `Bearer ${dashboard.token.current()}` };
	const socket = await connected(connectSocket(dashboard.url, { extraHeaders }));
	await socket.emitWithAck("presence:set", { looked: true, shows: "/inbox?ticket=Q-1" });
	await dashboard.api("/questions", { body: { title: "In sight?", urgency: "high" } });
	await dashboard.api("/questions", { body: { title: "Not in sight?", urgency: "high" } });
	await eventually(() => sink.requests.length === 1);
	expect(sink.requests[0]?.json().ticket).toBe("Q-2");
	socket.disconnect();
	await eventually(() => sink.requests.length === 2);
	expect(sink.requests[1]?.json().ticket).toBe("Q-1");
});

test("nightshift notify: the log, and a test that fails", async () => {
	const cli = await cliFor();
	expect(await cli.run("notify", "log")).toMatchObject({ status: 0, stdout: "Nothing was sent yet." });
	expect(await cli.run("notify", "test")).toMatchObject({ status: 1, stderr: expect.stringContaining("does not run") });
	expect(await cli.run("notify", "tset")).toMatchObject({ status: 2 });
});
