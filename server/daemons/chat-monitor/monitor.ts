import type { BigIntStats } from "node:fs";
import { stat } from "node:fs/promises";
import { setImmediate as breathe, setTimeout as sleep } from "node:timers/promises";
import type { SourceConfig } from "../../config/record-types.ts";
import type { Applied } from "../../conversations/apply/apply-changes.ts";
import { type KnownFile, listTrackedFiles } from "../../conversations/apply/tracked-files.ts";
import { FORMATS } from "../../transcripts/formats.ts";
import { Debounce } from "./debounce.ts";
import { FairQueue, type Lane } from "./fair-queue.ts";
import { identityOf } from "./file-marks.ts";
import type { FileNews } from "./file-news.ts";
import { Lookout, type Surroundings } from "./lookout.ts";
import type { MonitorStatus } from "./monitor-status.ts";
import { changeMark } from "./open-transcript.ts";
import type { Surround } from "./parts.ts";
import { describeCatchUp, describeUnreadable, describeUnwatched } from "./sentences.ts";
import { type FileEvent, type Place, Shelf, type Visit } from "./shelf.ts";
import type { ReadingRoom } from "./transcript.ts";

/** How often all files are looked at, for changes that were not told; longer where looking takes long. */
const SWEEP_MS = 60_000;
/** Where folders cannot be watched. */
const UNWATCHED_SWEEP_MS = 5_000;
/** A look around may take this share of the time. */
const SWEEP_SHARE = 1 / 500;
/** The first look is repeated once all watches stand. */
const SECOND_LOOK_MS = 1_500;
const SHOW_MS = 500;

export interface MonitorOptions extends Surround {
	room: ReadingRoom;
	status: MonitorStatus;
	news: FileNews;
	/** Backups were asked for just now. */
	onOrders(): void;
	/** All that was there at the start is on record. */
	onCaughtUp(): void;
}

/** Keeps the record: sees what happens to transcripts, and reads them, one piece after the other. */
export class Monitor {
	private readonly queue = new FairQueue();
	private readonly shelf: Shelf;
	private readonly lookout: Lookout;
	private readonly soon = new Debounce((path) => this.queue.add(path, "live"));
	/** How each file was when it was read to its end. */
	private readonly seen = new Map<string, string>();
	/** Those that could not be read for a reason that nobody thought of. */
	private readonly failed = new Set<string>();
	/** What files belong to that were renamed just now. */
	private readonly moved = new Map<string, Place>();
	private unreadable: Surroundings["unreadable"] = [];
	private sweepMs = SWEEP_MS;
	private lane: Lane = "backlog";
	private readonly caughtUp = { files: 0, turns: 0, done: false };
	/** What becomes of visits whose words are being stored, by what they were for. */
	private readonly following = new Map<Promise<void>, Lane>();

	constructor(private readonly options: MonitorOptions) {
		const { settings, room, folder } = options;
		this.shelf = new Shelf(room, {
			onEvent: (path, event, detail) => this.onEvent(path, event, detail),
			onMoved: (path, place) => {
				this.moved.set(path, place);
				this.queue.add(path, "live");
			},
		});
		this.lookout = new Lookout({
			sources: settings.sources,
			own: folder,
			poll: settings.pollMs !== null,
			isFollowed: (path) => this.moved.has(path) || this.shelf.places.at(path) !== undefined,
			onFile: (path, source, stats) => this.onFile(path, source, stats),
			onWatchError: (error) => this.onWatchError(error),
		});
	}

	/** Goes on until the monitor ends. */
	async run(): Promise<void> {
		const shown = setInterval(() => this.show(), SHOW_MS);
		try {
			await this.firstLook();
			await Promise.all([this.read(), this.sweep()]);
		} finally {
			clearInterval(shown);
			this.soon.close();
			await this.lookout.close();
			await Promise.all(this.following.keys());
		}
	}

	/** What is there, the newest first: what was said last is missed most. */
	private async firstLook(): Promise<void> {
		const known = new Map(listTrackedFiles(this.options.room.writer).map((file) => [file.file, file]));
		const found: { path: string; size: number; mtime: number }[] = [];
		this.found = (path, stats) => {
			const file = known.get(identityOf(stats));
			if (file && isUnchanged(file, path, stats)) this.seen.set(path, changeMark(stats));
			else found.push({ path, size: Number(stats.size) - (file?.offset ?? 0), mtime: Number(stats.mtimeMs) });
		};
		const { paths, unreadable } = await this.lookout.lookAround();
		this.found = null;
		this.unreadable = unreadable;
		found.sort((a, b) => b.mtime - a.mtime);
		for (const { path, size } of found) {
			this.options.status.found(Math.max(0, size));
			this.queue.add(path, "backlog");
		}
		for (const path of this.shelf.places.paths()) if (!paths.has(path)) this.queue.add(path, "backlog");
		this.show();
	}

	/** Of the first look; after it what is found was changed. */
	private found: ((path: string, stats: BigIntStats) => void) | null = null;

	private onFile(path: string, _source: SourceConfig, stats: BigIntStats | null): void {
		if (stats === null) this.soon.touch(path);
		else if (this.found) this.found(path, stats);
		else if (this.seen.get(path) !== changeMark(stats)) this.queue.add(path, this.laneOfFound);
	}

	/** What a look around finds while there is much to read was there before, as a rule: it waits its turn. */
	private get laneOfFound(): Lane {
		return this.caughtUp.done ? "live" : "backlog";
	}

	private async read(): Promise<void> {
		const { signal } = this.options;
		while (!signal.aborted) {
			if (!this.caughtUp.done && this.isCaughtUp) this.finishCatchingUp();
			const next = this.queue.take();
			if (next) {
				this.lane = next.lane;
				await this.visit(next.path, next.lane);
				await breathe();
			} else if (this.following.size > 0) await Promise.race(this.following.keys());
			else await this.queue.filled(signal);
		}
	}

	private get isCaughtUp(): boolean {
		return this.queue.sizeOf("backlog") === 0 && ![...this.following.values()].includes("backlog");
	}

	private async visit(path: string, lane: Lane): Promise<void> {
		const place = this.placeOf(path);
		if (!place) return;
		try {
			const visit = await this.shelf.visit(path, place);
			const followed = this.follow(path, place, lane, visit).finally(() => this.following.delete(followed));
			this.following.set(followed, lane);
		} catch (error) {
			this.fail(path, error);
		}
	}

	private async follow(path: string, place: Place, lane: Lane, visit: Visit): Promise<void> {
		try {
			this.took(path, place, lane, visit, await visit.applied);
		} catch (error) {
			this.fail(path, error);
		}
	}

	private fail(path: string, error: unknown): void {
		const { signal, log } = this.options;
		if (signal.aborted) return; // what was not stored is read again at the next start
		// One file must not keep all others from being read; it is tried again with the next look around.
		log.error({ err: error, path }, "A transcript could not be read");
		this.failed.add(path);
	}

	private took(path: string, place: Place, lane: Lane, visit: Visit, applied: readonly Applied[]): void {
		const { status, news, onOrders } = this.options;
		this.failed.delete(path);
		if (visit.more) this.queue.add(path, lane);
		this.moved.delete(path);
		if (visit.row === null || visit.mark === null) {
			this.seen.delete(path);
			return;
		}
		if (!visit.more) this.seen.set(path, visit.mark);
		if (!this.caughtUp.done) status.took(visit.bytes);
		if (lane === "live" && applied.some(({ orders }) => orders > 0)) onOrders();
		const turns = applied.reduce((sum, { added }) => sum + added, 0);
		if (lane === "backlog") {
			this.caughtUp.turns += turns;
			if (!visit.more) this.caughtUp.files += 1;
		} else if (turns > 0) news.grew(path, place.source, turns);
	}

	private finishCatchingUp(): void {
		const { status, activity, onCaughtUp, log } = this.options;
		const { files, turns } = this.caughtUp;
		this.caughtUp.done = true;
		status.caughtUp();
		onCaughtUp();
		log.info({ files, turns }, "All that was written before is on record");
		if (turns === 0) return;
		activity.record({ kind: "tool", title: describeCatchUp(files, turns), outcome: "ok" });
	}

	/** Again and again, for what the system has not told. */
	private async sweep(): Promise<void> {
		const { signal, settings } = this.options;
		let pause = settings.pollMs ?? SECOND_LOOK_MS;
		while (!signal.aborted) {
			await sleep(pause, undefined, { signal }).catch(() => undefined);
			if (signal.aborted) return;
			const begun = performance.now();
			const { paths, unreadable } = await this.lookout.lookAround();
			this.unreadable = unreadable;
			await this.lookAtOthers(paths);
			pause = settings.pollMs ?? Math.max(this.sweepMs, (performance.now() - begun) / SWEEP_SHARE);
		}
	}

	/** Those that stand where no transcripts are looked for, such as rotated ones, or stand there no more. */
	private async lookAtOthers(found: ReadonlySet<string>): Promise<void> {
		for (const path of this.shelf.places.paths()) {
			if (found.has(path)) continue;
			const mark = await stat(path, { bigint: true }).then(changeMark, () => null);
			if (mark === null || this.seen.get(path) !== mark) this.queue.add(path, this.laneOfFound);
		}
	}

	private placeOf(path: string): Place | null {
		const moved = this.moved.get(path);
		if (moved) return moved;
		// A rotated file may be no transcript by its name: it belongs to what it belonged to before.
		const name = this.shelf.places.at(path)?.source;
		const source = this.lookout.sourceOf(path) ?? this.options.settings.sources.find((one) => one.name === name);
		return source ? { source: source.name, format: FORMATS[source.format] } : null;
	}

	private onEvent(path: string, event: FileEvent, detail?: string): void {
		if (event === "new" && this.lane === "backlog") return;
		this.options.news.tell(path, event, detail);
	}

	private onWatchError(error: unknown): void {
		const { log, problems } = this.options;
		log.warn({ err: error }, "A folder cannot be watched");
		const sentence = describeUnwatched(error, UNWATCHED_SWEEP_MS);
		if (sentence === null) return;
		this.sweepMs = UNWATCHED_SWEEP_MS;
		problems.raise("watch", sentence);
	}

	private show(): void {
		const { status, problems } = this.options;
		status.watches(this.shelf.places.watched, this.lookout.folders);
		const folders = this.unreadable.map(({ path }) => path);
		const sentence = describeUnreadable(new Set([...folders, ...this.shelf.places.unreadable(), ...this.failed]));
		if (sentence === null) problems.clear("files");
		else problems.raise("files", sentence);
	}
}

/** Whether a file was read to its end, and not touched since. */
function isUnchanged(file: KnownFile, path: string, stats: BigIntStats): boolean {
	if (file.path !== path || file.state !== "watched" || file.offset !== Number(stats.size)) return false;
	return file.readAt !== null && Date.parse(file.readAt) > Number(stats.mtimeMs);
}
