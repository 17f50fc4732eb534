import { expect, onTestFinished, test, vi } from "vitest";
import { notifySchema } from "../../../server/config/notify-schema.ts";
import { settleNotify } from "../../../server/config/settle-notify.ts";

const NOTIFY = {
	email: { smtp: `smtps://\${HOME}:\${MAIL_PASSWORD}@smtp.example.com`, from: "me@example.com", to: "me@example.com" },
	webhooks: [
		{
			name: "own",
			url: `\${HOOK}`,
			template: "json",
			secret: `\${SIGNING}`,
			headers: { Authorization: `Bearer \${HOOK}` },
		},
	],
};

test("the variables that notifications name are collected, each once", () => {
	const { variables } = settleNotify(notifySchema.parse(NOTIFY), {});
	expect(variables.toSorted()).toEqual(["HOME", "HOOK", "MAIL_PASSWORD", "SIGNING"]);
	expect(settleNotify(undefined, {}).variables).toEqual([]);
});

test("a daemon's program does not get them, unless its own env sets them, and keeps what all need", async () => {
	vi.stubEnv("MAIL_PASSWORD", "correct horse");
	vi.stubEnv("MAIL_HOST", "smtp.example.com");
	vi.stubEnv("HOME", "/home/me");
	vi.resetModules(); // what is inherited is what it was when the module was loaded
	onTestFinished(() => {
		vi.unstubAllEnvs();
		vi.resetModules();
	});
	const { programEnvironment, withhold } = await import("../../../server/supervisor/environment.ts");
	const get = (env: Record<string, string> = {}) =>
		programEnvironment({ name: "bot", env }, { home: "/h", instance: "i" });
	expect(get()).toMatchObject({ MAIL_PASSWORD: "correct horse" });
	withhold(settleNotify(notifySchema.parse(NOTIFY), {}).variables);
	expect(get()).not.toHaveProperty("MAIL_PASSWORD");
	expect(get()).toMatchObject({ MAIL_HOST: "smtp.example.com", HOME: "/home/me", NIGHTSHIFT_DAEMON: "bot" });
	expect(get({ MAIL_PASSWORD: "its own" })).toMatchObject({ MAIL_PASSWORD: "its own" });
	withhold([]);
	expect(get()).toMatchObject({ MAIL_PASSWORD: "correct horse" });
});
