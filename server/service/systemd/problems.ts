import { atBeginning } from "../at-beginning.ts";
import type { ServiceProblem } from "../types.ts";
import { dangersOf } from "./dangers.ts";

/** What there is to say about a unit. */
export interface UnitFacts {
	/** `nightshift.service` */
	unit: string;
	/** For the middle of a sentence. */
	title: string;
	file: string;
	/** What systemd says of it. */
	shown: Readonly<Record<string, string>>;
	/** Dangers in files that systemd may not have read yet. */
	toCome: readonly ServiceProblem[];
	/** Null: not known. */
	lingers: boolean | null;
}

/** What is wrong with a unit that systemd knows. Pure. */
export function problemsOfUnit({ unit, title, file, shown, toCome, lingers }: UnitFacts): ServiceProblem[] {
	if (shown.LoadState !== "loaded") return [];
	const dropIns = (shown.DropInPaths ?? "").split(" ").filter(Boolean);
	const problems = dangersOf(shown, [file, ...dropIns]);
	problems.push(...toCome.filter(({ id }) => !problems.some((known) => known.id === id)));
	if (shown.ActiveState === "failed") {
		problems.push({
			id: "service-given-up",
			severity: "error",
			what: `${atBeginning(title)} has given up (${shown.Result}, status ${shown.ExecMainStatus})`,
			mend: `see why with journalctl --user -u ${unit}, then run nightshift start`,
		});
	}
	if (shown.NeedDaemonReload === "yes") {
		problems.push({
			id: "service-not-reloaded",
			severity: "hint",
			what: `${atBeginning(title)} was changed, and systemd still goes by what it read before`,
			mend: "run systemctl --user daemon-reload",
			fix: "systemctl --user daemon-reload",
		});
	}
	if (lingers === false) {
		problems.push({
			id: "service-not-lingering",
			severity: "hint",
			what: "Nightshift and its daemons start when you log in, and end when your last session ends",
			mend: "loginctl enable-linger lets them start at boot and go on without a session",
			fix: "loginctl enable-linger",
		});
	}
	return problems;
}
