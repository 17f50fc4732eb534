import { expect, test } from "vitest";
import type { Alert, Notifier } from "../../../server/alerts/alert.ts";
import { Deliveries } from "../../../server/alerts/deliveries.ts";
import { eventually } from "../../support/wait.ts";

function alert(title: string): Alert {
	return { kind: "crash", subject: "daemon:a", daemon: "a", severity: "warning", title, text: "", at: "", page: "/" };
}

test("a notifier that never answers is left behind after its time, and the next alert is brought to it", async () => {
	const told: string[] = [];
	const errors: object[] = [];
	const stuck: Notifier = {
		name: "stuck",
		notify: ({ title }) => {
			told.push(title);
			return new Promise(() => undefined);
		},
	};
	const deliveries = new Deliveries([stuck], { error: (context) => errors.push(context) }, 20);
	deliveries.notify(alert("one"));
	deliveries.notify(alert("two"));
	await eventually(() => told.length === 2);
	await eventually(() => errors.length === 2);
	expect(errors).toMatchObject([{ notifier: "stuck" }, { notifier: "stuck" }]);
});

test("the end does not wait for a notifier that never answers", async () => {
	const stuck: Notifier = { name: "stuck", notify: () => new Promise(() => undefined) };
	const deliveries = new Deliveries([stuck], { error: () => undefined });
	deliveries.notify(alert("one"));
	const started = performance.now();
	await deliveries.settled();
	expect(performance.now() - started).toBeLessThan(2_000);
});
