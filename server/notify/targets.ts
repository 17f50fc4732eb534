import type { NotifyConfig, Urgency } from "../config/notify-types.ts";
import type { Delivery } from "../contract/notify.ts";

/** One way to one receiver. */
export interface Target {
	channel: Delivery["channel"];
	/** As it is shown. */
	label: string;
	/** Which one it is, for good: what is told once is told once to each. */
	key: string;
}

/** A browser that wants to be told. */
export interface Browser {
	id: number;
	label: string;
}

export function emailTarget(): Target {
	return { channel: "email", label: "email", key: "email" };
}
export function webhookTarget(name: string): Target {
	return { channel: "webhook", label: name, key: `webhook:${name}` };
}
export function pushTarget({ id, label }: Browser): Target {
	return { channel: "push", label, key: `push:${id}` };
}

/** Every receiver there is. */
export function allTargets(config: NotifyConfig, browsers: readonly Browser[]): (Target & { name: string })[] {
	return [
		...(config.email ? [{ ...emailTarget(), name: "email" }] : []),
		...config.webhooks.map(({ name }) => ({ ...webhookTarget(name), name })),
		...(config.push ? browsers.map((browser) => ({ ...pushTarget(browser), name: "push" })) : []),
	];
}

/** Who is told of an event, by the rules. */
export function targetsFor(
	event: Exclude<Delivery["event"], "test">,
	urgency: Urgency,
	config: NotifyConfig,
	browsers: readonly Browser[],
): Target[] {
	const { when, to } = config.rules[event][urgency];
	if (when === "never") return [];
	return allTargets(config, browsers).filter(({ name }) => to === null || to.includes(name));
}
