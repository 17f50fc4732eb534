import { z } from "zod";
import { urgencySchema } from "../contract/question.ts";
import { weekSpan } from "./week-span.ts";

/** What a person may be told of, outside the pages. */
export const NOTIFY_EVENTS = ["question", "alert", "handover"] as const;
/** When something is told: at once, once nobody looks at the dashboard, with the digest, or not at all. */
export const NOTIFY_TIMES = ["now", "away", "digest", "never"] as const;
export const WEBHOOK_TEMPLATES = ["slack", "discord", "ntfy", "json"] as const;
/** The channels that are not named by the person. */
const OWN_CHANNELS = ["email", "push"];

const SMTP = `must be an address such as "smtps://me:\${MAIL_PASSWORD}@smtp.example.com", or {"host": "…", "port": 465, "user": "…", "pass": "\${MAIL_PASSWORD}"}`;
const MAILBOX = 'must be an e-mail address such as "me@example.com" or "Nightshift <nightshift@example.com>"';
const HEADER = "must be the name of an HTTP header";
/** May still hold `${NAME}`, so its host is looked at only when it is used. */
const WEB = `must be an address such as "https://hooks.example.com/T0/B0", parts of it may be \${NAMES} of environment variables`;

const mailbox = z.string().regex(/^(?:[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,]+@[^\s<>@,]+)$/, MAILBOX);
const secret = z.string().min(1, "must not be empty");

const smtp = z.union(
	[
		z.string().regex(/^(?:smtps?:\/\/\S+|\$\{\w+\})$/, SMTP),
		z.strictObject({
			host: z.string().min(1),
			port: z.number().int().min(1).max(65_535).optional(),
			user: z.string().min(1).optional(),
			pass: secret.optional(),
		}),
	],
	{ error: SMTP },
);

const email = z.strictObject({
	smtp: smtp.describe(
		`The mail server: an address, or host, port, user and pass. \${NAME} stands for an environment variable.`,
	),
	from: mailbox.describe("The sender."),
	to: z.union([mailbox, z.array(mailbox).min(1).max(20)], { error: MAILBOX }).describe("Who gets it."),
});

const webhook = z.strictObject({
	name: z
		.string()
		.regex(/^[A-Za-z0-9][\w.-]{0,31}$/, "must be a short name of letters, digits, dot, dash and underscore")
		.refine(
			(name) => !OWN_CHANNELS.includes(name),
			'must be another name: "email" and "push" are channels of their own',
		)
		.describe("What the rules and the log call it."),
	url: z
		.string()
		.regex(/^(?:https?:\/\/|\$\{\w+\})\S*$/, WEB)
		.describe("Where it is sent to, by POST. Redirects are not followed."),
	template: z.enum(WEBHOOK_TEMPLATES).describe("How the message is written."),
	headers: z
		.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, HEADER), z.string())
		.optional()
		.describe("Sent along, e.g. Authorization."),
	secret: secret.optional().describe("Signs what is sent: the header Nightshift-Signature is an HMAC of the body."),
});

const rule = z.strictObject({
	when: z
		.enum(NOTIFY_TIMES)
		.optional()
		.describe(
			"now; away: once no page of the dashboard is looked at; digest: with the others of its kind, in one message; never.",
		),
	to: z
		.array(z.string())
		.optional()
		.describe("By which channels: email, push, names of webhooks. All of them unless told."),
});
const rules = z.strictObject(
	Object.fromEntries(urgencySchema.options.map((urgency) => [urgency, rule.optional()])) as Record<
		z.infer<typeof urgencySchema>,
		z.ZodOptional<typeof rule>
	>,
);

/** `notify` in config.json: how a person is told of what needs them while they look elsewhere. */
export const notifySchema = z
	.strictObject({
		email: email.optional(),
		webhooks: z.array(webhook).max(20).optional(),
		push: z.boolean().optional().describe("Offers push messages to browsers, in the settings. Default true."),
		rules: z
			.strictObject({ question: rules.optional(), alert: rules.optional(), handover: rules.optional() })
			.optional()
			.describe("When and by which channels something is told, by what it is and how urgent."),
		quietHours: z
			.array(weekSpan)
			.optional()
			.describe("Nothing is told in these hours but what is critical; it is told afterwards if it still holds."),
		onlyWhenAway: z
			.boolean()
			.optional()
			.describe("Nothing is told while a page that somebody looks at shows that very thing. Default true."),
		url: z
			.url({ protocol: /^https?$/, error: 'must be an address such as "https://nightshift.example.com"' })
			.optional()
			.describe("What links begin with, when the dashboard is reached under another address than its own."),
	})
	.superRefine((notify, context) => {
		const names = (notify.webhooks ?? []).map(({ name }) => name);
		names.forEach((name, index) => {
			if (names.indexOf(name) === index) return;
			context.addIssue({
				code: "custom",
				path: ["webhooks", index, "name"],
				message: `is the name of another webhook too`,
			});
		});
		const known = [...OWN_CHANNELS, ...names];
		for (const event of NOTIFY_EVENTS) {
			for (const urgency of urgencySchema.options) {
				const told = notify.rules?.[event]?.[urgency];
				if (told?.when === "digest" && !(event === "question" && urgency === "low")) {
					const message = "is only for questions of low urgency: nothing else is held for the digest";
					context.addIssue({ code: "custom", path: ["rules", event, urgency, "when"], message });
				}
				const unknown = told?.to?.find((name) => !known.includes(name));
				if (unknown === undefined) continue;
				const message = `names "${unknown}", which is no channel (these are: ${known.join(", ")})`;
				context.addIssue({ code: "custom", path: ["rules", event, urgency, "to"], message });
			}
		}
	});

export type NotifyFile = z.output<typeof notifySchema>;
