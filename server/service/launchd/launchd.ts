import { join } from "node:path";
import { NightshiftError } from "../../contract/errors.ts";
import { waitUntil, within } from "../../process-table/wait-until.ts";
import { atBeginning } from "../at-beginning.ts";
import { launchdLabel, type ServicePlace } from "../place.ts";
import { mustRunTool, runTool, type ToolResult } from "../run-tool.ts";
import type { ServiceDefinition, ServiceManager, ServiceState } from "../types.ts";
import { describeAgent } from "./plist.ts";

/** Longer than the agent's own time-out for a stop. */
const ACT_MS = 40_000;
/** launchd answers a bootout before the job is gone, and refuses it until then. */
const GONE_MS = 30_000;

/** A LaunchAgent of launchd. */
export class Launchd implements ServiceManager {
	readonly kind = "launchd";
	readonly encoding = "utf8";
	readonly title: string;
	private readonly label: string;
	/** The session of the person at the screen, where agents belong. */
	private readonly domain: string;

	constructor(
		private readonly place: ServicePlace,
		readonly file: string,
	) {
		this.label = launchdLabel(place.name);
		this.title = `the LaunchAgent ${this.label}`;
		this.domain = `gui/${process.getuid?.() ?? 0}`;
	}

	describe(definition: ServiceDefinition): string {
		return describeAgent(definition);
	}

	async check(): Promise<void> {
		const { ok, missing } = await this.run("print", this.domain);
		if (ok) return;
		const sentence = missing
			? 'This system has no launchctl: "nightshift service print" shows the command for whatever else starts programs there.'
			: "launchd has no session of yours: sign in at the screen of this Mac once (SSH alone is not enough), and try again.";
		throw new NightshiftError("service-failed", sentence);
	}

	async register(): Promise<void> {
		// It may have been disabled by hand. The file itself is read at the next start or login.
		await this.act("enable", this.target);
	}

	async unregister(): Promise<void> {
		await this.stop();
	}

	async forget(): Promise<void> {
		// launchd reads the folder at the next login; what is not there is not started.
	}

	async startAtBoot(): Promise<void> {
		const sentence =
			"launchd starts what belongs to a person with the login: let this Mac log in by itself for a start at boot.";
		throw new NightshiftError("service-failed", sentence);
	}

	async start(): Promise<void> {
		// Loaded from an earlier version of the file: launchd would go on with what it read then.
		await this.stop();
		await this.act("bootstrap", this.domain, this.file);
	}

	async stop(): Promise<"polite"> {
		if (!(await this.printed())) return "polite";
		await this.act("bootout", this.target);
		if (await waitUntil(async () => (await this.printed()) === null, within(GONE_MS))) return "polite";
		throw new NightshiftError(
			"service-failed",
			`${atBeginning(this.title)} does not end: look at it with launchctl print ${this.target}.`,
		);
	}

	async failure(): Promise<string | null> {
		const printed = await this.printed();
		const code = printed && detailOf(printed, "last exit code");
		if (!printed || detailOf(printed, "pid") || !code || /^(0|\(never exited\))/.test(code)) return null;
		return `${atBeginning(this.title)} ended with status ${code}: its log is ${join(this.place.home, "logs", "dashboard.log")}.`;
	}

	async state(): Promise<ServiceState> {
		const [printed, { ok, stdout }] = await Promise.all([this.printed(), this.run("print-disabled", this.domain)]);
		const disabled = ok && new RegExp(`"${this.label.replaceAll(".", "\\.")}" => (disabled|true)`).test(stdout);
		const pid = Number(printed && detailOf(printed, "pid"));
		return {
			enabled: ok ? !disabled : null,
			active: ok ? pid > 0 : null,
			pid: pid > 0 ? pid : null,
			boot: false,
			problems: [],
		};
	}

	private get target(): string {
		return `${this.domain}/${this.label}`;
	}

	/** What launchd knows about the agent; null when it is not loaded. */
	private async printed(): Promise<string | null> {
		const { ok, stdout } = await this.run("print", this.target);
		return ok ? stdout : null;
	}

	private run(...args: string[]): Promise<ToolResult> {
		return runTool("launchctl", args, { env: this.place.env, timeoutMs: ACT_MS });
	}

	private act(...args: string[]): Promise<void> {
		return mustRunTool("launchctl", args, { env: this.place.env, timeoutMs: ACT_MS });
	}
}

/** `key = value` of what `launchctl print` says, from its outermost level. */
export function detailOf(printed: string, key: string): string | null {
	return new RegExp(`^\\t${key} = (.+)$`, "m").exec(printed)?.[1] ?? null;
}
