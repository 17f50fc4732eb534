import type { Question } from "../contract/question.ts";
import type { NOTIFY_EVENTS, NOTIFY_TIMES, WEBHOOK_TEMPLATES } from "./notify-schema.ts";
import type { WeekSpan } from "./week-span.ts";

export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];
export type NotifyTime = (typeof NOTIFY_TIMES)[number];
export type WebhookTemplate = (typeof WEBHOOK_TEMPLATES)[number];
export type Urgency = Question["urgency"];

/** How a person is told, after defaults, and with environment variables in place of their `${NAMES}`. */
export interface NotifyConfig {
	email: EmailConfig | null;
	webhooks: WebhookConfig[];
	push: boolean;
	rules: Record<NotifyEvent, Record<Urgency, NotifyRule>>;
	quietHours: WeekSpan[];
	onlyWhenAway: boolean;
	/** What links begin with; null: the dashboard's own address. */
	url: string | null;
	/** The environment variables that it names: for the dashboard alone, because they hold passwords and addresses. */
	variables: string[];
}

export interface NotifyRule {
	when: NotifyTime;
	/** Names of channels; null: all that there are. */
	to: string[] | null;
}

export interface EmailConfig {
	smtp: string | { host: string; port: number | null; user: string | null; pass: string | null };
	from: string;
	to: string[];
	/** Why it cannot be used, in one sentence; null when it can. */
	problem: string | null;
}

export interface WebhookConfig {
	name: string;
	url: string;
	template: WebhookTemplate;
	headers: Record<string, string>;
	secret: string | null;
	/** As of `EmailConfig`. */
	problem: string | null;
}
