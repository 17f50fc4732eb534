import { DEFINITIONS } from "./definitions.ts";
import type { MetricsFacts } from "./facts.ts";

/** What Prometheus fetches. */
export interface Exposition {
	contentType: string;
	text: string;
}

/**
 * The metrics in Prometheus' text format. Each time in a registry of its own, from what is: nothing to keep in step, and
 * nothing left of a daemon that is configured no more. prom-client is loaded when it is asked for the first time, which
 * most dashboards never are.
 */
export async function renderMetrics(facts: MetricsFacts): Promise<Exposition> {
	// As CommonJS it has one sure name, also when it is bundled.
	const { Counter, Gauge, Registry } = (await import("prom-client")).default;
	const registry = new Registry();
	for (const { name, type, help, labels, values } of DEFINITIONS) {
		const options = { name, help, labelNames: labels, registers: [registry] };
		if (type === "counter") {
			const counter = new Counter(options);
			for (const one of values(facts)) counter.inc(one.labels, one.value);
		} else {
			const gauge = new Gauge(options);
			for (const one of values(facts)) gauge.set(one.labels, one.value);
		}
	}
	return { contentType: registry.contentType, text: await registry.metrics() };
}
