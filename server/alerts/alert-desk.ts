import type { DaemonStatus } from "../contract/daemon.ts";
import type { Problem } from "../contract/state.ts";
import type { DaemonExit, DaemonHang } from "../supervisor/daemon-context.ts";
import { describeExit } from "../supervisor/exit-cause.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import type { Notifier } from "./alert.ts";
import { Allowance } from "./allowance.ts";
import {
	crashSubject,
	type DaemonEvent,
	type DaemonIncident,
	hangSubject,
	NO_INCIDENT,
	stepIncident,
} from "./daemon-incident.ts";
import { Deliveries } from "./deliveries.ts";
import { alertOf, type Draft, recoveryOf } from "./problem-alerts.ts";

export interface AlertDeskOptions {
	supervisor: Pick<Supervisor, "on" | "off" | "statusOf" | "names">;
	notifiers: readonly Notifier[];
	logger: { error(context: object, message: string): void };
	allowance?: Allowance;
}

const HELD_BACK = "It happens again and again: unless it gives up, nothing more is said of it for an hour.";

/** Decides what a person is told of, once each, and hands it to every notifier. Supervision never waits for it. */
export class AlertDesk {
	private readonly incidents = new Map<string, DaemonIncident>();
	/** Problems that were told, by their id. */
	private readonly problems = new Set<string>();
	private readonly allowance: Allowance;
	private readonly deliveries: Deliveries;
	/** Until then the supervisor only finds out how everything stands: that is no news. */
	private isOpen = false;

	constructor(private readonly options: AlertDeskOptions) {
		const { supervisor, notifiers, logger, allowance = new Allowance() } = options;
		this.allowance = allowance;
		this.deliveries = new Deliveries(notifiers, logger);
		supervisor.on("exit", this.onExit).on("change", this.onChange).on("stable", this.onStable);
		supervisor.on("hang", this.onHang).on("daemons", this.onDaemons);
	}

	/** The supervisor has found out how everything stands; from now on its changes are news. */
	start(): void {
		this.isOpen = true;
	}

	/** Something is wrong that is no daemon's own doing. The same again is no news. */
	problemRaised(problem: Problem): void {
		const draft = this.problems.has(problem.id) ? null : alertOf(problem);
		if (!draft) return;
		this.problems.add(problem.id);
		this.begin(draft);
	}

	problemGone(id: string): void {
		const draft = this.problems.delete(id) ? recoveryOf(id) : null;
		if (draft) this.goOn(draft);
	}

	/** Hands out what was decided, and decides nothing more. */
	async close(): Promise<void> {
		const { supervisor } = this.options;
		supervisor.off("exit", this.onExit).off("change", this.onChange).off("stable", this.onStable);
		supervisor.off("hang", this.onHang).off("daemons", this.onDaemons);
		await this.deliveries.settled();
	}

	private readonly onExit = ({ name, exit, asked, decision }: DaemonExit): void => {
		const { supervisor } = this.options;
		if (!supervisor.names().includes(name)) return; // taken out of the configuration
		const bad = !asked && !(exit.code === 0 && exit.cause === "unknown");
		this.step(name, { type: "exit", bad, how: describeExit(exit), decision, status: supervisor.statusOf(name) });
	};

	private readonly onChange = (status: DaemonStatus): void => {
		const { name, phase } = status;
		if (this.isOpen) this.step(name, { type: "status", status });
		// It had given up before this dashboard began, and that was told then.
		else if ((phase === "failed" || phase === "conflict") && !this.incidents.has(name)) {
			this.incidents.set(name, { crash: { gaveUp: true, crashes: 0 }, hung: false });
		}
	};

	private readonly onStable = ({ name }: { name: string }): void => this.step(name, { type: "stable" });

	private readonly onHang = ({ name, diagnosis }: DaemonHang): void => this.step(name, { type: "hang", diagnosis });

	private readonly onDaemons = (names: string[]): void => {
		for (const name of this.incidents.keys()) {
			if (names.includes(name)) continue;
			this.incidents.delete(name);
			for (const subject of [crashSubject(name), hangSubject(name)]) {
				this.allowance.forget(subject);
				this.deliveries.withdraw(subject);
			}
		}
	};

	private step(daemon: string, event: DaemonEvent): void {
		const { incident, outcomes } = stepIncident(daemon, this.incidents.get(daemon) ?? NO_INCIDENT, event);
		this.incidents.set(daemon, incident);
		for (const outcome of outcomes) {
			if ("withdraw" in outcome) this.deliveries.withdraw(outcome.withdraw);
			else if (outcome.say.kind === "crash" || outcome.say.kind === "hang") this.begin({ ...outcome.say, daemon });
			else this.goOn({ ...outcome.say, daemon });
		}
	}

	/** An incident begins. */
	private begin(draft: Draft): void {
		const allowed = this.allowance.begin(draft.subject);
		if (allowed === "tell") this.tell(draft);
		else if (allowed === "last") this.tell({ ...draft, kind: "held-back", text: `${draft.text} ${HELD_BACK}`.trim() });
	}

	/** What follows in an incident. That it gives up is always told: a person has to act. */
	private goOn(draft: Draft): void {
		if (draft.kind === "gave-up" || !this.allowance.isSilent(draft.subject)) this.tell(draft);
		else this.deliveries.withdraw(draft.subject);
	}

	private tell(draft: Draft): void {
		const page = draft.daemon === null ? "/" : `/daemons/${encodeURIComponent(draft.daemon)}/dossiers`;
		this.deliveries.notify({ ...draft, at: new Date().toISOString(), page });
	}
}
