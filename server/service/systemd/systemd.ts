import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { waitUntil, within } from "../../process-table/wait-until.ts";
import { atBeginning } from "../at-beginning.ts";
import type { ServicePlace } from "../place.ts";
import { runTool } from "../run-tool.ts";
import type { ServiceDefinition, ServiceManager, ServiceProblem, ServiceState } from "../types.ts";
import { dangersOf, readUnitSettings } from "./dangers.ts";
import { enableLingering, lingers } from "./lingering.ts";
import { problemsOfUnit } from "./problems.ts";
import { Systemctl } from "./systemctl.ts";
import { describeUnit } from "./unit.ts";
import { unreachable } from "./unreachable.ts";

const PROPERTIES = [
	"ActiveState",
	"DropInPaths",
	"ExecMainStatus",
	"KillMode",
	"LoadState",
	"MainPID",
	"NeedDaemonReload",
	"OOMPolicy",
	"Result",
	"UnitFileState",
];

/** A dashboard that is well ends within three seconds; then the unit's last command runs. */
const POLITE_MS = 6_000;
const FORCED_MS = 20_000;

/** A user unit of systemd. */
export class Systemd implements ServiceManager {
	readonly kind = "systemd";
	readonly encoding = "utf8";
	readonly title: string;
	private readonly unit: string;
	private readonly systemctl: Systemctl;

	constructor(
		{ name, env }: ServicePlace,
		readonly file: string,
	) {
		this.unit = `${name}.service`;
		this.title = `the systemd user unit ${this.unit}`;
		this.systemctl = new Systemctl(env);
	}

	describe(definition: ServiceDefinition): string {
		return describeUnit(definition);
	}

	async check(): Promise<void> {
		const { ok, missing } = await this.systemctl.ask("show-environment");
		if (!ok) throw unreachable(!missing, this.systemctl.env);
	}

	async register(): Promise<void> {
		await this.systemctl.act("daemon-reload");
		await this.systemctl.act("enable", this.unit);
	}

	async unregister(): Promise<void> {
		const known = await this.show();
		if (known?.LoadState === "not-found") return;
		await this.systemctl.act("disable", "--now", this.unit);
	}

	async forget(): Promise<void> {
		await this.systemctl.act("daemon-reload");
		// What is left of a failed run; there may be none.
		await this.systemctl.ask("reset-failed", this.unit);
	}

	async startAtBoot(): Promise<void> {
		await enableLingering(this.systemctl.env);
	}

	async start(): Promise<void> {
		// A unit that gave up would be refused another try for ten minutes.
		await this.systemctl.ask("reset-failed", this.unit);
		await this.systemctl.act("start", this.unit);
	}

	async stop(): Promise<"polite" | "forced"> {
		const gone = async () => /^(inactive|failed)$/.test((await this.show())?.ActiveState ?? "");
		await this.systemctl.act("stop", "--no-block", this.unit);
		if (await waitUntil(gone, within(POLITE_MS))) return "polite";
		// It hangs. During a stop systemd takes no end for a crash.
		await this.systemctl.ask("kill", "--kill-who=main", "--signal=SIGKILL", this.unit);
		if (await waitUntil(gone, within(FORCED_MS))) return "forced";
		throw new NightshiftError(
			"service-failed",
			`${atBeginning(this.title)} does not end: see "systemctl --user status ${this.unit}".`,
		);
	}

	async failure(): Promise<string | null> {
		const shown = await this.show();
		if (shown?.ActiveState !== "failed" && shown?.ActiveState !== "inactive") return null;
		const args = ["--user", "--unit", this.unit, "--lines=20", "--output=cat", "--no-pager", "--quiet"];
		const { ok, stdout } = await runTool("journalctl", args, { env: this.systemctl.env });
		const said = ok ? stdout.split("\n").findLast((line) => line.startsWith("nightshift: ")) : undefined;
		if (said) return said.slice("nightshift: ".length);
		return `${atBeginning(this.title)} ended with status ${shown.ExecMainStatus} (${shown.Result}): "journalctl --user -u ${this.unit}" says why.`;
	}

	async state(): Promise<ServiceState> {
		const [shown, toCome, boot] = await Promise.all([this.show(), this.dangersInFiles(), lingers(this.systemctl.env)]);
		if (!shown) return { enabled: null, active: null, pid: null, boot, problems: toCome };
		const pid = Number(shown.MainPID);
		const { unit, title, file } = this;
		return {
			enabled: /^(enabled|linked|alias)/.test(shown.UnitFileState ?? ""),
			active: shown.ActiveState === "active",
			pid: pid > 0 ? pid : null,
			boot,
			problems: problemsOfUnit({ unit, title, file, shown, toCome, lingers: boot }),
		};
	}

	private show(): Promise<Record<string, string> | null> {
		return this.systemctl.show(this.unit, PROPERTIES);
	}

	/** By the unit's text and its drop-ins'; what cannot be read is left out. */
	private async dangersInFiles(): Promise<ServiceProblem[]> {
		const folder = `${this.file}.d`;
		const names = await readdir(folder).catch(() => []);
		const dropIns = names.filter((name) => name.endsWith(".conf")).sort();
		const files = [this.file, ...dropIns.map((name) => join(folder, name))];
		const [unit = "", ...rest] = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
		return unit ? dangersOf(readUnitSettings([unit, ...rest]), files) : [];
	}
}
