import type { NotifyFile } from "./notify-schema.ts";
import type { EmailConfig, NotifyConfig, NotifyEvent, NotifyRule, Urgency, WebhookConfig } from "./notify-types.ts";

type Environment = Readonly<Record<string, string | undefined>>;
type RulesFile = NonNullable<NotifyFile["rules"]>;

const RULES: Record<NotifyEvent, Record<Urgency, NotifyRule["when"]>> = {
	question: { critical: "now", high: "now", normal: "away", low: "digest" },
	alert: { critical: "now", high: "now", normal: "away", low: "never" },
	handover: { critical: "now", high: "now", normal: "now", low: "now" },
};
const VARIABLE = /\$\{(\w+)\}/g;
/** A handover is a letter; a push or a chat gets it where the rules say so. */
const HANDOVER_TO = ["email"];

/**
 * Fills in the defaults, and the values of environment variables. A variable that is not set makes its channel unusable,
 * with a sentence, and nothing else: the daemons must not stand still for it.
 */
export function settleNotify(notify: NotifyFile | undefined, env: Environment = process.env): NotifyConfig {
	return {
		email: notify?.email ? settleEmail(notify.email, env) : null,
		webhooks: (notify?.webhooks ?? []).map((webhook) => settleWebhook(webhook, env)),
		push: notify?.push ?? true,
		rules: {
			question: settleRules("question", notify?.rules, null),
			alert: settleRules("alert", notify?.rules, null),
			handover: settleRules("handover", notify?.rules, HANDOVER_TO),
		},
		quietHours: notify?.quietHours ?? [],
		onlyWhenAway: notify?.onlyWhenAway ?? true,
		url: notify?.url?.replace(/\/+$/, "") ?? null,
		variables: variablesOf(notify),
	};
}

/** The names of all variables that channels are given values of. */
function variablesOf({ email, webhooks }: NotifyFile = {}): string[] {
	const found = JSON.stringify([email, webhooks]).matchAll(VARIABLE);
	return [...new Set(Array.from(found, ([, name = ""]) => name))];
}

function settleRules(event: NotifyEvent, rules: RulesFile | undefined, to: string[] | null) {
	const settle = (urgency: Urgency): NotifyRule => {
		const told = rules?.[event]?.[urgency];
		return { when: told?.when ?? RULES[event][urgency], to: told?.to ?? to };
	};
	return { critical: settle("critical"), high: settle("high"), normal: settle("normal"), low: settle("low") };
}

function settleEmail({ smtp, from, to }: NonNullable<NotifyFile["email"]>, env: Environment): EmailConfig {
	const fill = filler(env);
	const address =
		typeof smtp === "string"
			? fill(smtp, encodeURIComponent)
			: {
					host: fill(smtp.host),
					port: smtp.port ?? null,
					user: smtp.user === undefined ? null : fill(smtp.user),
					pass: smtp.pass === undefined ? null : fill(smtp.pass),
				};
	return { smtp: address, from, to: typeof to === "string" ? [to] : to, problem: problemWith(fill.missing) };
}

function settleWebhook(webhook: NonNullable<NotifyFile["webhooks"]>[number], env: Environment): WebhookConfig {
	const fill = filler(env);
	const url = fill(webhook.url);
	const headers = Object.fromEntries(Object.entries(webhook.headers ?? {}).map(([name, value]) => [name, fill(value)]));
	const secret = webhook.secret === undefined ? null : fill(webhook.secret);
	const missing = problemWith(fill.missing);
	const problem = missing ?? (isWebAddress(url) ? null : "Its url is no address that begins with http:// or https://.");
	return { name: webhook.name, url, template: webhook.template, headers, secret, problem };
}

interface Filler {
	/** @param encode for values that stand within an address, but for one that is all of it */
	(text: string, encode?: (value: string) => string): string;
	readonly missing: string[];
}

/** Puts the values of environment variables in the place of their `${NAMES}`. */
function filler(env: Environment): Filler {
	const missing: string[] = [];
	const fill = (text: string, encode: (value: string) => string = (value) => value) =>
		text.replace(VARIABLE, (whole, name: string) => {
			const value = env[name];
			if (!value) missing.push(name);
			return whole === text ? (value ?? "") : encode(value ?? "");
		});
	return Object.assign(fill, { missing });
}

function problemWith(missing: string[]): string | null {
	if (missing.length === 0) return null;
	const names = [...new Set(missing)].join(", ");
	return `The environment variable ${names} is not set where the dashboard was started; set it, then run "nightshift restart --dashboard-only".`;
}

function isWebAddress(url: string): boolean {
	return /^https?:\/\//.test(url) && URL.canParse(url);
}
