import type { ServiceProblem } from "../types.ts";

/** Settings of a unit, by name: from `systemctl show`, or read from its files. */
export type UnitSettings = Readonly<Record<string, string | undefined>>;

/** What holds where the unit says nothing. */
const DEFAULTS = { KillMode: "control-group" };
const SAFE_KILL_MODES = new Set(["process", "none"]);

/**
 * Settings with which a restart or stop of the unit would end the daemons too. Found before it happens: after an edit by
 * hand or a drop-in, the first sign would be dead daemons.
 *
 * @param files the unit's own file, then its drop-ins
 */
export function dangersOf(settings: UnitSettings, files: readonly string[]): ServiceProblem[] {
	const problems: ServiceProblem[] = [];
	const killMode = settings.KillMode || DEFAULTS.KillMode;
	if (!SAFE_KILL_MODES.has(killMode)) {
		const what = `KillMode=${killMode}: a restart or stop of the dashboard's unit would end all daemons with it`;
		problems.push(danger("service-kills-daemons", what, `set KillMode=process in ${named(files)}`));
	}
	if (settings.OOMPolicy === "kill") {
		const what = "OOMPolicy=kill: when one daemon runs out of memory, systemd would kill all of them and the dashboard";
		problems.push(danger("service-kills-on-oom", what, `set OOMPolicy=continue in ${named(files)}`));
	}
	return problems;
}

/**
 * The settings of the section [Service] in the texts of unit files, the later before the earlier: for when systemd cannot be
 * asked. Of a setting that is given several times the last one counts, and an empty one takes it back.
 */
export function readUnitSettings(texts: readonly string[]): UnitSettings {
	const settings: Record<string, string> = {};
	for (const text of texts) {
		let section = "";
		for (const line of text.split(/\r?\n/)) {
			section = /^\[(.+)\]\s*$/.exec(line)?.[1] ?? section;
			const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
			if (section === "Service" && key !== undefined) settings[key] = value ?? "";
		}
	}
	return settings;
}

function danger(id: string, what: string, mend: string): ServiceProblem {
	return { id, severity: "error", what, mend: `${mend}, then run systemctl --user daemon-reload` };
}

function named(files: readonly string[]): string {
	return files.at(-1) ?? "the unit";
}
