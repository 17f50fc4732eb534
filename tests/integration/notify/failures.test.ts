import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { askQuestion } from "../../../server/inbox/ask-question.ts";
import { retryDelivery } from "../../../server/notify/deliveries.ts";
import { freePort } from "../../support/free-port.ts";
import { httpSink } from "../../support/http-sink.ts";
import { isSettled, startNotify } from "../../support/notify.ts";
import { smtpSink } from "../../support/smtp-sink.ts";

const mailTo = (smtp: unknown) => ({ email: { smtp, from: "night@example.com", to: "me@example.com" } });
const hook = (url: string) => ({ webhooks: [{ name: "own", url, template: "json" }] });
const urgent = { title: "Now?", urgency: "high" } as const;
const answers = (...statuses: [status: number, headers?: Record<string, string>][]) =>
	httpSink((response: ServerResponse, number) => {
		const [status, headers] = statuses[Math.min(number, statuses.length) - 1] ?? [204];
		response.writeHead(status, headers).end();
	});

test("what fails for a while is tried again until it is there, under the same id", async () => {
	const sink = await answers([500], [503], [204]);
	const { notify, db, log } = await startNotify(hook(sink.url));
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	expect(await log(isSettled)).toMatchObject([{ status: "sent", attempts: 3, error: null }]);
	expect(new Set(sink.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("nobody listens: it says so, and waits for the next try", async () => {
	const port = await freePort();
	const { notify, db, log } = await startNotify(
		{ ...hook(`http://127.0.0.1:${port}/secret-path`), ...mailTo(`smtp://127.0.0.1:${port}`) },
		{ pause: () => 60_000 },
	);
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	const failed = await log((all) => all.length === 2 && all.every(({ error }) => error !== null));
	for (const { status, error, nextAt } of failed) {
		expect({ status, error }).toEqual({ status: "pending", error: expect.stringContaining("nothing listens there") });
		expect(error).not.toContain("secret-path");
		expect(Date.parse(nextAt ?? "")).toBeGreaterThan(Date.now() + 30_000);
	}
});

test("a wish to be left alone is kept to", async () => {
	const sink = await answers([429, { "retry-after": "120" }], [204]);
	const { notify, db, log } = await startNotify(hook(sink.url));
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	const [delivery] = await log(([one]) => one?.error != null);
	expect(delivery).toMatchObject({ status: "pending", attempts: 1, error: expect.stringContaining("left alone") });
	expect(Date.parse(delivery?.nextAt ?? "")).toBeGreaterThan(Date.now() + 100_000);
	await retryDelivery(db, delivery?.id ?? 0);
	notify.wrote();
	expect(await log(isSettled)).toMatchObject([{ status: "sent" }]);
});

test("what cannot succeed is tried once: a wrong address, a redirect, a mail that is refused", async () => {
	const elsewhere = await httpSink();
	const gone = await answers([404]);
	const moved = await answers([302, { location: elsewhere.url }]);
	const mail = await smtpSink({
		onRcptTo: (_address, _session, callback) =>
			callback(Object.assign(new Error("No such mailbox here"), { responseCode: 550 })),
	});
	const { notify, db, log } = await startNotify({
		...mailTo(`smtp://127.0.0.1:${mail.port}`),
		webhooks: [
			{ name: "gone", url: gone.url, template: "json" },
			{ name: "moved", url: moved.url, template: "json" },
		],
	});
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	const failed = await log((all) => isSettled(all) && all.length === 3);
	expect(failed.map(({ target, status, attempts }) => ({ target, status, attempts }))).toEqual(
		["email", "gone", "moved"].map((target) => ({ target, status: "failed", attempts: 1 })),
	);
	expect(failed.map(({ error }) => error)).toEqual([
		expect.stringContaining("550 No such mailbox here"),
		expect.stringContaining("does not know the address (404)"),
		expect.stringContaining("redirect (302), which is not followed"),
	]);
	expect(elsewhere.requests).toEqual([]);
});

test("a mail server that asks to come back later is asked again", async () => {
	let asked = 0;
	const mail = await smtpSink({
		onMailFrom: (_address, _session, callback) => {
			asked += 1;
			callback(asked === 1 ? Object.assign(new Error("Greylisted"), { responseCode: 451 }) : null);
		},
	});
	const { notify, db, log } = await startNotify(mailTo(`smtp://127.0.0.1:${mail.port}`));
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	expect(await log(isSettled)).toMatchObject([{ status: "sent", attempts: 2 }]);
	expect(mail.mails).toHaveLength(1);
});

test("a wrong password is told as one, and never sent over an open line to another machine", async () => {
	const mail = await smtpSink({
		authMethods: ["PLAIN"],
		allowInsecureAuth: true,
		onAuth: (_auth, _session, callback) =>
			callback(Object.assign(new Error("Authentication failed"), { responseCode: 535 })),
	});
	const smtp = { host: "127.0.0.1", port: mail.port, user: "me", pass: "hunter22hunter22" };
	const { notify, db, log } = await startNotify(mailTo(smtp));
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	const [delivery] = await log(isSettled);
	expect(delivery).toMatchObject({ status: "failed", error: expect.stringContaining("user name and password") });
	expect(delivery?.error).not.toContain("hunter22");
});

test("a certificate that nobody vouches for is not trusted", async () => {
	const mail = await smtpSink({ secure: true }); // with the package's own self-signed certificate
	const { notify, db, log } = await startNotify(mailTo(`smtps://127.0.0.1:${mail.port}`), { pause: () => 60_000 });
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	const [delivery] = await log(([one]) => one?.error != null);
	expect(delivery).toMatchObject({ status: "pending", error: expect.stringContaining("cannot prove who it is") });
	expect(mail.mails).toEqual([]);
});

test("one that never answers is given up in time, and holds up no other", async () => {
	const silent = await silentServer();
	const sink = await httpSink();
	const { notify, db, log } = await startNotify(
		{
			...mailTo(`smtp://127.0.0.1:${silent.port}`),
			webhooks: [
				{ name: "silent", url: `http://127.0.0.1:${silent.port}`, template: "json" },
				{ name: "own", url: sink.url, template: "json" },
			],
		},
		{ timeoutMs: 400, pause: () => 60_000 },
	);
	await askQuestion(db, urgent);
	notify.lookAtQuestions();
	await log((all) => all.some(({ target, status }) => target === "own" && status === "sent"));
	const all = await log((some) => some.every(({ status, error }) => status === "sent" || error !== null));
	for (const target of ["email", "silent"]) {
		expect(all.find((one) => one.target === target)?.error).toContain("did not answer in time");
	}
});

test("a channel whose variable is not set says which one, and works once it is", async () => {
	const sink = await httpSink();
	const environment: Record<string, string> = {};
	const started = await startNotify(hook(`\${HOOK}`), { environments: () => [environment] });
	await askQuestion(started.db, urgent);
	started.notify.lookAtQuestions();
	await started.log(([one]) => one?.error?.includes("HOOK is not set") === true);
	environment.HOOK = sink.url;
	await started.again();
	expect(await started.log(isSettled)).toMatchObject([{ status: "sent" }]);
});

/** Takes connections and says nothing. */
async function silentServer(): Promise<{ port: number }> {
	const sockets = new Set<{ destroy(): void }>();
	const server: Server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => socket.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	});
	const address = server.address();
	return { port: typeof address === "object" && address ? address.port : 0 };
}
