import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SMTPServerAuthentication } from "smtp-server";
import { expect, test } from "vitest";
import type { Delivery } from "../../../server/contract/notify.ts";
import { openToken } from "../../../server/http/token.ts";
import { callApi } from "../../support/dashboard.ts";
import { spawnDashboard } from "../../support/dashboard-process.ts";
import { selfMadeCertificate } from "../../support/self-made-certificate.ts";
import { smtpSink } from "../../support/smtp-sink.ts";
import { tempHome } from "../../support/temp-home.ts";

/** Not to be taken for a part of the address that it stands in. */
const PASSWORD = "p@ss:w/rd 100%";

/** A mail server that takes one user's mails alone, and that over TLS, which begins on the open line; and a dashboard for it. */
async function mailServer() {
	const { cert, key } = selfMadeCertificate();
	const shown: { username: string | undefined; secure: boolean }[] = [];
	const sink = await smtpSink({
		cert,
		key,
		authOptional: false,
		disabledCommands: [],
		authMethods: ["PLAIN", "LOGIN"],
		onAuth({ username, password }: SMTPServerAuthentication, { secure }, callback) {
			shown.push({ username, secure });
			if (password === PASSWORD) return callback(null, { user: username });
			return callback(Object.assign(new Error("5.7.8 Username and Password not accepted"), { responseCode: 535 }));
		},
	});
	const paths = await tempHome();
	const trusted = join(paths.home, "mail-server.pem");
	await writeFile(trusted, cert);
	const smtp = `smtp://me:\${MAIL_PASSWORD}@127.0.0.1:${sink.port}`;
	const notify = { email: { smtp, from: "night@example.com", to: "me@example.com" }, push: false };
	await writeFile(paths.config, JSON.stringify({ notify }));

	const dashboard = async (environment: Record<string, string>) => {
		const { child, exited, url } = spawnDashboard(paths, undefined, environment);
		const address = await url();
		const token = openToken(paths.token).current() ?? "";
		const api = (path: string, body?: object) =>
			callApi<{ deliveries: Delivery[] }>(address, token, path, body && { body });
		return {
			test: async () => {
				const { status, body } = await api("/notify/test", { channel: "email" });
				expect(status).toBe(201);
				return body.deliveries;
			},
			log: async () => (await api("/notify/deliveries")).body.deliveries,
			close: async () => {
				child.kill("SIGTERM");
				await exited;
			},
		};
	};
	return { sink, shown, trusted, dashboard };
}

test("mail goes through STARTTLS, with a user and a password", async () => {
	const { sink, shown, trusted, dashboard } = await mailServer();
	const { test: sendTest } = await dashboard({ NODE_EXTRA_CA_CERTS: trusted, MAIL_PASSWORD: PASSWORD });
	expect(await sendTest()).toMatchObject([{ channel: "email", status: "sent", attempts: 1, error: null }]);
	expect(shown).toEqual([{ username: "me", secure: true }]);
	expect(sink.mails).toMatchObject([{ from: "night@example.com", to: ["me@example.com"] }]);
	expect(sink.mails[0]?.header("Subject")).toBe("[Nightshift] A test of Nightshift");
}, 60_000);

test("a wrong password is one clear sentence, for the test and in the log, and is right once it is mended", async () => {
	const { sink, shown, trusted, dashboard } = await mailServer();
	const wrong = await dashboard({ NODE_EXTRA_CA_CERTS: trusted, MAIL_PASSWORD: "not-the-password" });
	const [told] = await wrong.test();
	expect(told).toMatchObject({
		status: "failed",
		attempts: 1,
		error: "127.0.0.1 does not take the user name and password: 535 5.7.8 Username and Password not accepted",
	});
	expect(await wrong.log()).toEqual([told]);
	expect(shown).toEqual([{ username: "me", secure: true }]);
	expect(sink.mails).toEqual([]);
	await wrong.close();
	const right = await dashboard({ NODE_EXTRA_CA_CERTS: trusted, MAIL_PASSWORD: PASSWORD });
	expect(await right.test()).toMatchObject([{ status: "sent" }]);
}, 90_000);

test("a password is not shown to a server that begins TLS and cannot prove who it is", async () => {
	const { shown, dashboard } = await mailServer();
	const { test: sendTest } = await dashboard({ MAIL_PASSWORD: PASSWORD });
	expect(await sendTest()).toMatchObject([
		{ status: "pending", error: expect.stringContaining("cannot prove who it is") },
	]);
	expect(shown).toEqual([]);
}, 60_000);
