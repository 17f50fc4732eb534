import type { Paths } from "../config/paths.ts";
import type { DaemonConfig } from "../config/types.ts";
import type { Dossier, DossierEntry } from "../contract/dossier.ts";
import type { VitalSample } from "../contract/state.ts";
import { ownTokens } from "../redact/own-tokens.ts";
import { redactor } from "../redact/redactor.ts";
import type { Environment } from "../redact/secret-values.ts";
import type { DaemonExit, DaemonHang } from "../supervisor/daemon-context.ts";
import { describeExit } from "../supervisor/exit-cause.ts";
import type { Supervisor } from "../supervisor/supervisor.ts";
import { describeChanges } from "./changes.ts";
import { readEvidence } from "./evidence.ts";
import { readGoodStart, takeFingerprint, writeGoodStart } from "./fingerprint.ts";
import { redactDossier } from "./redact-dossier.ts";
import { dossierId, listDossiers, readDossier, writeDossier } from "./store.ts";
import { VitalsTail } from "./vitals-tail.ts";

export interface DossierOptions {
	paths: Paths;
	supervisor: Pick<Supervisor, "on" | "off" | "configs">;
	/** The dashboard's token, which no dossier may hold. */
	token(): string | null;
	logger: { error(context: object, message: string): void };
}

/** What is known of an end or a hang before anything is read. */
type Occasion = Pick<Dossier, "kind" | "title" | "exit" | "diagnosis" | "decision" | "ranMs" | "at"> & {
	name: string;
	instance: string;
};

/**
 * Writes a dossier of each end that nobody asked for and of each hang, and remembers how everything was when a daemon last
 * ran well. One thing after the other for each daemon; a failure is logged, and supervision goes on.
 */
export class Dossiers {
	private readonly vitals = new VitalsTail();
	private readonly writing = new Map<string, Promise<void>>();

	constructor(private readonly options: DossierOptions) {
		options.supervisor
			.on("exit", this.onExit)
			.on("hang", this.onHang)
			.on("stable", this.onStable)
			.on("vitals", this.onVitals);
	}

	/** What is there of a daemon, the newest first; what is being written is waited for. */
	async list(name: string): Promise<DossierEntry[]> {
		await this.writing.get(name);
		return listDossiers(this.options.paths.daemon(name).dossiers);
	}

	/** Null when there is none of this id. */
	async read(name: string, id: string): Promise<Dossier | null> {
		return readDossier(this.options.paths.daemon(name).dossiers, id);
	}

	/** Writes what is under way, and nothing new. */
	async close(): Promise<void> {
		const { supervisor } = this.options;
		supervisor
			.off("exit", this.onExit)
			.off("hang", this.onHang)
			.off("stable", this.onStable)
			.off("vitals", this.onVitals);
		await Promise.all(this.writing.values());
	}

	private readonly onExit = ({ name, instance, exit, asked, ranMs, decision }: DaemonExit): void => {
		const config = this.configOf(name);
		if (!config || asked || endsAsItShould(exit, config)) return;
		const occasion = { kind: "exit", title: describeExit(exit), exit, diagnosis: null, at: exit.at } as const;
		this.write(config, { ...occasion, name, instance, decision, ranMs });
	};

	private readonly onHang = ({ name, instance, diagnosis }: DaemonHang): void => {
		const config = this.configOf(name);
		if (!config) return;
		const occasion = { kind: "hang", title: "It does not respond", exit: null, decision: null, ranMs: null } as const;
		this.write(config, { ...occasion, name, instance, diagnosis, at: new Date().toISOString() });
	};

	private readonly onStable = ({ name }: { name: string }): void => {
		const config = this.configOf(name);
		if (!config) return;
		this.inTurn(name, async () => {
			await writeGoodStart(this.files(name).goodStart, await takeFingerprint(config, this.redactFor(config)));
		});
	};

	private readonly onVitals = (samples: Record<string, VitalSample>): void => this.vitals.take(samples);

	private write(config: DaemonConfig, { name, ...occasion }: Occasion): void {
		const writtenAt = new Date();
		const { instance, ranMs } = occasion;
		const paths = this.files(name);
		// Both at once, before the next instance changes them.
		const vitals = this.vitals.of(name, writtenAt, ranMs);
		const reading = readEvidence(paths, instance, ranMs === null ? null : writtenAt.getTime() - ranMs);
		reading.catch(() => undefined); // told below, when it is this one's turn
		this.inTurn(name, async () => {
			const before = await readGoodStart(paths.goodStart);
			const now = before && (await takeFingerprint(config, this.redactFor(config)));
			const dossier: Dossier = {
				v: 1,
				id: dossierId(writtenAt, instance),
				daemon: name,
				...occasion,
				command: config.command,
				cwd: config.cwd,
				changes: before && now && { since: before.at, changed: describeChanges(before, now) },
				...(await reading),
				vitals,
			};
			await writeDossier(paths.dossiers, await redactDossier(dossier, this.environmentsOf(config)));
		});
	}

	private inTurn(name: string, work: () => Promise<void>): void {
		const before = this.writing.get(name) ?? Promise.resolve();
		const done = before.then(work).catch((error: unknown) => {
			this.options.logger.error({ err: error, daemon: name }, "a dossier could not be written");
		});
		this.writing.set(name, done);
	}

	private files(name: string) {
		return this.options.paths.daemon(name);
	}

	private configOf(name: string): DaemonConfig | null {
		return this.options.supervisor.configs().find((one) => one.name === name) ?? null;
	}

	private redactFor(config: DaemonConfig): (text: string) => string {
		return redactor(...this.environmentsOf(config));
	}

	/** Whatever its program may have printed: what it was given, and what it inherits. */
	private environmentsOf({ env, agent }: DaemonConfig): Environment[] {
		return [env, agent?.env ?? {}, process.env, ownTokens(this.options.token())];
	}
}

/** A program that is started again and again, and says each time that all is well, is no case for an inquiry. */
function endsAsItShould({ code, cause }: DaemonExit["exit"], { restart }: DaemonConfig): boolean {
	return code === 0 && cause === "unknown" && restart.on === "always";
}
