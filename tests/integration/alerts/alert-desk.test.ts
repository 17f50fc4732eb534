import { describe, expect, test } from "vitest";
import type { Alert, Notifier } from "../../../server/alerts/alert.ts";
import { AlertDesk } from "../../../server/alerts/alert-desk.ts";
import { Allowance } from "../../../server/alerts/allowance.ts";
import type { Paths } from "../../../server/config/paths.ts";
import type { DaemonConfig } from "../../../server/config/types.ts";
import { daemonConfig, LIVE, node } from "../../support/daemon-config.ts";
import { send } from "../../support/processes.ts";
import { supervise } from "../../support/supervise.ts";
import { tempHome } from "../../support/temp-home.ts";
import { eventually } from "../../support/wait.ts";

const QUICK = { ...daemonConfig([]).restart, backoff: { initialMs: 1, factor: 1, maxMs: 1, jitter: 0 } };
const CRASHING = ["sh", "-c", "exit 3"];

/** A real daemon, and what would be told of it. */
async function rig(
	config: DaemonConfig,
	{ paths, most, more = [] }: { paths?: Paths; most?: number; more?: Notifier[] } = {},
) {
	const told: Alert[] = [];
	const withdrawn: string[] = [];
	const recording: Notifier = {
		name: "recording",
		notify: (alert) => void told.push(alert),
		withdraw: (subject) => void withdrawn.push(subject),
	};
	const supervised = await supervise(paths ?? (await tempHome()), [config], { adopt: false });
	const errors: object[] = [];
	const desk = new AlertDesk({
		supervisor: supervised.supervisor,
		notifiers: [...more, recording],
		logger: { error: (context) => errors.push(context) },
		...(most !== undefined && { allowance: new Allowance(most) }),
	});
	await supervised.supervisor.adopt();
	desk.start();
	const kinds = () => told.map(({ kind }) => kind);
	return { ...supervised, desk, told, withdrawn, kinds, alertErrors: errors };
}

describe("a daemon that crashes again and again", () => {
	test("is one alert, and one when it is given up", async () => {
		const config = daemonConfig(CRASHING, { restart: { ...QUICK, limit: { failures: 4, withinMs: 600_000 } } });
		const { supervisor, told, kinds } = await rig(config);
		await supervisor.start("worker");
		await eventually(() => kinds().includes("gave-up"));
		expect(told).toMatchObject([
			{ kind: "crash", severity: "warning", title: "worker crashed", subject: "daemon:worker", daemon: "worker" },
			{
				kind: "gave-up",
				severity: "error",
				title: "worker is not started again",
				text: expect.stringContaining("for the 5th time"),
				page: "/daemons/worker/dossiers",
			},
		]);
	});

	test("is one alert, and one when it has recovered", async () => {
		const home = await tempHome();
		const script = `n=$(cat n 2>/dev/null || echo 0); echo $((n+1)) > n; [ $n -lt 2 ] && exit 3; exec sleep 1000`;
		const config = daemonConfig(["sh", "-c", script], { cwd: home.home, restart: { ...QUICK, stableAfterMs: 300 } });
		const { supervisor, told } = await rig(config, { paths: home });
		await supervisor.start("worker");
		await eventually(() => told.length === 2);
		expect(told).toMatchObject([
			{ kind: "crash" },
			{ kind: "recovered", severity: "info", text: "It had crashed 2 times." },
		]);
		await supervisor.stop("worker");
		expect(told).toHaveLength(2);
	});

	test("and recovers each time is told of a few times, and that it will be quiet, and still when it is given up", async () => {
		const config = daemonConfig(["sh", "-c", "sleep 0.3; exit 3"], {
			restart: { ...QUICK, stableAfterMs: 20, limit: { failures: 1_000, withinMs: 600_000 } },
		});
		const { supervisor, told, kinds, until } = await rig(config, { most: 1 });
		await supervisor.start("worker");
		await until(({ restarts }) => restarts >= 4);
		await supervisor.configure([{ ...config, command: ["no-such-program"] }]);
		await eventually(() => kinds().includes("gave-up"));
		expect(kinds()).toEqual(["crash", "recovered", "held-back", "gave-up"]);
		expect(told[2]?.text).toContain("nothing more is said of it for an hour");
	});
});

test("a person's own stop and start are no news, and take back what was told", async () => {
	const config = daemonConfig(CRASHING, {
		restart: { ...QUICK, backoff: { ...QUICK.backoff, initialMs: 60_000, maxMs: 60_000 } },
	});
	const { supervisor, kinds, withdrawn } = await rig(config);
	await supervisor.start("worker");
	await eventually(() => kinds().length === 1);
	await supervisor.stop("worker");
	await eventually(() => withdrawn.length === 1);
	expect(kinds()).toEqual(["crash"]);
	expect(withdrawn).toEqual(["daemon:worker"]);
});

test("a hang is one alert, and one when it is over", async () => {
	const config = daemonConfig(node("heartbeat.mjs"), {
		ready: { ...daemonConfig([]).ready, heartbeat: true },
		live: { ...LIVE, heartbeatMs: 1_200 },
	});
	const { supervisor, told, kinds } = await rig(config);
	const { pid } = await supervisor.start("worker");
	send(pid, "SIGSTOP");
	await eventually(() => kinds().includes("hang"));
	send(pid, "SIGCONT");
	await eventually(() => kinds().includes("recovered"));
	expect(kinds()).toEqual(["hang", "recovered"]);
	expect(told[0]?.text).toContain("has been stopped by a signal");
});

test("what was given up before is no news to the next dashboard; what ended meanwhile is", async () => {
	const config = daemonConfig(CRASHING, { restart: { ...QUICK, on: "never" } });
	const paths = await tempHome();
	const first = await rig(config, { paths });
	await first.supervisor.start("worker");
	await eventually(() => first.kinds().length === 1);
	await first.supervisor.close();
	const second = await rig(config, { paths });
	await second.supervisor.close();
	expect(second.kinds()).toEqual([]);
});

test("a full disk and a lost log are told once, and when they are over", async () => {
	const { desk, told, kinds } = await rig(daemonConfig(["true"]));
	const disk = { id: "disk", severity: "error", text: "The disk is full. Free some space.", since: "" } as const;
	desk.problemRaised(disk);
	desk.problemRaised({ ...disk, text: "The disk is full again." });
	desk.problemRaised({ ...disk, id: "log-file:worker", text: "The log was deleted." });
	desk.problemRaised({ ...disk, id: "database" });
	desk.problemGone("disk");
	desk.problemGone("log-file:worker");
	await desk.close();
	expect(kinds()).toEqual(["disk-full", "log-lost", "recovered", "recovered"]);
	expect(told.map(({ daemon }) => daemon)).toEqual([null, "worker", null, "worker"]);
});

test("a notifier that fails or hangs holds up no other, and is logged", async () => {
	const broken: Notifier = { name: "broken", notify: () => Promise.reject(new Error("no network")) };
	const hanging: Notifier = { name: "hanging", notify: () => new Promise(() => undefined) };
	const config = daemonConfig(CRASHING, { restart: { ...QUICK, limit: { failures: 1, withinMs: 600_000 } } });
	const { supervisor, kinds, alertErrors } = await rig(config, { more: [broken, hanging] });
	await supervisor.start("worker");
	await eventually(() => kinds().includes("gave-up"));
	expect(kinds()).toEqual(["crash", "gave-up"]);
	await eventually(() => alertErrors.length === 2);
	expect(alertErrors).toMatchObject([{ notifier: "broken" }, { notifier: "broken" }]);
});
