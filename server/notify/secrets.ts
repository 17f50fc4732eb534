import type { NotifyConfig } from "../config/notify-types.ts";

/** The channels' own secrets, under names that say that they are some: for whoever blots out secrets. */
export function secretsOf({ email, webhooks }: NotifyConfig): Record<string, string> {
	const smtp = email?.smtp;
	const values = [
		typeof smtp === "string" ? smtp : (smtp?.pass ?? ""),
		...webhooks.flatMap(({ url, secret, headers }) => [url, secret ?? "", ...Object.values(headers)]),
	];
	return Object.fromEntries(values.map((value, index) => [`SECRET_${index}`, value]));
}
