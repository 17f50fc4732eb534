import { NightshiftError } from "../../contract/errors.ts";
import { atBeginning } from "../at-beginning.ts";
import type { ServicePlace } from "../place.ts";
import { mustRunTool, runTool, type ToolResult } from "../run-tool.ts";
import type { ServiceDefinition, ServiceManager, ServiceProblem, ServiceState } from "../types.ts";
import { textOfElement } from "../xml.ts";
import { describeTask } from "./task.ts";

const ACT_MS = 40_000;

/**
 * A task of the Windows Task Scheduler. It keeps the definition itself and gives it back in another form, so what was
 * registered is also kept as a file in the state directory.
 */
export class TaskScheduler implements ServiceManager {
	readonly kind = "task-scheduler";
	/** What the Task Scheduler writes and always reads. */
	readonly encoding = "utf16le";
	readonly title: string;
	private readonly task: string;

	constructor(
		private readonly place: ServicePlace,
		readonly file: string,
	) {
		this.task = `\\Nightshift\\${place.name}`;
		this.title = `the scheduled task ${this.task}`;
	}

	describe(definition: ServiceDefinition): string {
		const { USERDOMAIN, USERNAME } = this.place.env;
		return describeTask(definition, USERDOMAIN ? `${USERDOMAIN}\\${USERNAME}` : (USERNAME ?? ""));
	}

	async check(): Promise<void> {
		const { missing } = await this.run("/?");
		if (!missing) return;
		const sentence =
			'This system has no schtasks.exe in its PATH: "nightshift service print" shows what to give to the Task Scheduler.';
		throw new NightshiftError("service-failed", sentence);
	}

	async register(): Promise<void> {
		await this.act("/Create", "/TN", this.task, "/XML", this.file, "/F");
	}

	async unregister(): Promise<void> {
		if ((await this.registered()) === null) return;
		await this.act("/Delete", "/TN", this.task, "/F");
	}

	async forget(): Promise<void> {
		// The file was only ours.
	}

	async startAtBoot(): Promise<void> {
		const sentence = "The task starts when you sign in: let this computer sign in by itself for a start at boot.";
		throw new NightshiftError("service-failed", sentence);
	}

	async start(): Promise<void> {
		await this.act("/Change", "/TN", this.task, "/ENABLE");
		await this.act("/Run", "/TN", this.task);
	}

	async stop(): Promise<null> {
		// Enabled, it would be begun again within the minute. Ended by the Task Scheduler, it might take the daemons along.
		if ((await this.registered()) !== null) await this.act("/Change", "/TN", this.task, "/DISABLE");
		return null;
	}

	async failure(): Promise<string | null> {
		return null;
	}

	async state(): Promise<ServiceState> {
		const xml = await this.registered();
		// The first <Enabled> may be the trigger's.
		const settings = xml && /<Settings>[\s\S]*<\/Settings>/.exec(xml)?.[0];
		const enabled = xml === null ? false : textOfElement(settings || "", "Enabled") !== "false";
		return { enabled, active: null, pid: null, boot: false, problems: await this.problems(xml) };
	}

	private async problems(xml: string | null): Promise<ServiceProblem[]> {
		if (xml !== null) return [];
		return [
			{
				id: "service-not-registered",
				severity: "error",
				what: `${atBeginning(this.title)} is not known to the Task Scheduler, or it cannot be asked`,
				mend: "run nightshift service install again",
				fix: "nightshift service install",
			},
		];
	}

	/** The task's definition as the Task Scheduler has it; null when there is none. */
	private async registered(): Promise<string | null> {
		const { ok, stdout } = await this.run("/Query", "/TN", this.task, "/XML");
		return ok ? stdout : null;
	}

	private run(...args: string[]): Promise<ToolResult> {
		return runTool("schtasks", args, { env: this.place.env, timeoutMs: ACT_MS });
	}

	private act(...args: string[]): Promise<void> {
		return mustRunTool("schtasks", args, { env: this.place.env, timeoutMs: ACT_MS });
	}
}
