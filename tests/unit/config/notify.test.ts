import { expect, test } from "vitest";
import { checkConfig } from "../../../server/config/check.ts";
import { notifySchema } from "../../../server/config/notify-schema.ts";
import { settleNotify } from "../../../server/config/settle-notify.ts";

const settle = (notify: unknown, env = {}) => settleNotify(notifySchema.parse(notify), env);
const mistake = (notify: unknown) => {
	const checked = checkConfig(JSON.stringify({ notify }, null, 1));
	return "mistake" in checked ? `${checked.mistake.key} ${checked.mistake.message}` : null;
};

test("without settings there is push, and the rules have their defaults", () => {
	const { email, webhooks, push, rules, quietHours, onlyWhenAway } = settleNotify(undefined, {});
	expect({ email, webhooks, push, quietHours, onlyWhenAway }).toEqual({
		email: null,
		webhooks: [],
		push: true,
		quietHours: [],
		onlyWhenAway: true,
	});
	expect(rules.question).toEqual({
		critical: { when: "now", to: null },
		high: { when: "now", to: null },
		normal: { when: "away", to: null },
		low: { when: "digest", to: null },
	});
	expect(rules.alert.low.when).toBe("never");
	expect(rules.handover.normal).toEqual({ when: "now", to: ["email"] });
});

test("environment variables stand in for secrets, encoded where they are part of an address", () => {
	const { email, webhooks } = settle(
		{
			email: { smtp: `smtps://me:\${MAIL}@smtp.example.com`, from: "a@example.com", to: "b@example.com" },
			webhooks: [{ name: "chat", url: `\${HOOK}`, template: "slack", headers: { "X-Key": `k \${MAIL}` } }],
		},
		{ MAIL: "p@ss/word", HOOK: "https://hooks.example.com/a?b=c" },
	);
	expect(email).toMatchObject({
		smtp: "smtps://me:p%40ss%2Fword@smtp.example.com",
		to: ["b@example.com"],
		problem: null,
	});
	expect(webhooks[0]).toMatchObject({
		url: "https://hooks.example.com/a?b=c",
		headers: { "X-Key": "k p@ss/word" },
		problem: null,
	});
});

test("a variable that is not set makes its channel unusable, and says which one", () => {
	const { email, webhooks } = settle({
		email: { smtp: { host: "mail", user: "me", pass: `\${MAIL}` }, from: "a@example.com", to: ["b@example.com"] },
		webhooks: [{ name: "chat", url: `\${HOOK}`, template: "json" }],
	});
	expect(email?.problem).toContain("MAIL is not set");
	expect(webhooks[0]?.problem).toContain("HOOK is not set");
});

test("mistakes are named with their place", () => {
	expect(mistake({ email: { smtp: "smtp.example.com", from: "a@b.c", to: "b@c.d" } })).toContain(
		"notify.email.smtp must be an address",
	);
	expect(mistake({ email: { smtp: "smtp://x", from: "me", to: "b@c.d" } })).toContain(
		"notify.email.from must be an e-mail address",
	);
	expect(mistake({ rules: { question: { high: { to: ["email", "slck"] } } } })).toBe(
		'notify.rules.question.high.to names "slck", which is no channel (these are: email, push)',
	);
	expect(mistake({ webhooks: [{ name: "push", url: "https://a.b", template: "json" }] })).toContain(
		"must be another name",
	);
	expect(mistake({ webhooks: [{ name: "a", url: "https://a.b", template: "json", tempate: 1 }] })).toContain(
		'tempate is not a setting: did you mean "template"?',
	);
	expect(mistake({ rules: { question: { normal: { when: "digest" } } } })).toBe(
		"notify.rules.question.normal.when is only for questions of low urgency: nothing else is held for the digest",
	);
	const twice = { name: "a", url: "https://a.b", template: "json" };
	expect(mistake({ webhooks: [twice, twice] })).toContain("is the name of another webhook too");
	expect(mistake({ quietHours: ["22-7"] })).toContain("must be hours such as");
	expect(mistake({ email: { smtp: "smtp://x", from: "a@b.c\r\nBcc: x@y.z", to: "b@c.d" } })).toContain(
		"notify.email.from",
	);
});
