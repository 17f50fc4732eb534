import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { tryGit } from "../../git/git.ts";
import { hasWorktree } from "../../git/has-worktree.ts";
import { changeRun, type Run } from "./runs.ts";
import type { Shop } from "./shop.ts";

type Tools = Pick<Shop, "db" | "persist" | "signal" | "memory">;

/**
 * Counts attempts in a row that brought nothing, so that an item that ends every agent, or this daemon, is set aside in the
 * end and not tried for ever. An attempt is counted before it begins: whatever happens to the daemon, it was counted.
 * What is nobody's fault (an outage, a person who is waited for, a stop) is excused.
 *
 * Progress is a worktree that is not as it was: the agent's own word is none, nor is a worktree that is gone or leads elsewhere.
 */
export class StallGuard {
	private constructor(
		private readonly shop: Tools,
		private readonly run: Run,
		private readonly before: number,
		private readonly worktree: string | null,
	) {}

	/** How many attempts in a row have brought nothing, with those that were cut off judged by what they have left. */
	static async standing(shop: Tools, run: Run): Promise<number> {
		return standing(shop, run, await worktreeState(run, shop.signal));
	}

	/** Counts an attempt. */
	static async begin(shop: Tools, run: Run): Promise<StallGuard> {
		const state = await worktreeState(run, shop.signal);
		const before = standing(shop, run, state);
		await shop.memory.keep({ attempt: { run: run.id, worktree: state } });
		await shop.persist(() => changeRun(shop.db, run.id, { stalls: before + 1 }));
		return new StallGuard(shop, run, before, state);
	}

	/** It does not count: the attempt was interrupted, or is about to wait for a person. */
	async excuse(): Promise<void> {
		await this.set(this.before);
	}

	/** It went well: earlier ones are forgotten. */
	async forget(): Promise<void> {
		await this.set(0);
	}

	/** It failed. @param sentence what the next one is told, and in the end the person. */
	async failed(sentence: string): Promise<void> {
		const now = await worktreeState(this.run, this.shop.signal);
		const advanced = now !== null && this.worktree !== null && now !== this.worktree;
		const stalls = advanced ? 0 : this.before + 1;
		await this.shop.persist(() => changeRun(this.shop.db, this.run.id, { stalls, reason: sentence }));
	}

	private async set(stalls: number): Promise<void> {
		await this.shop.persist(() => changeRun(this.shop.db, this.run.id, { stalls }));
	}
}

/** The last attempt may have been cut off, and yet the worktree is no longer as it was when it began. */
function standing({ memory }: Tools, run: Run, state: string | null): number {
	const last = memory.current.attempt;
	const advanced = last?.run === run.id && last.worktree !== null && state !== null && last.worktree !== state;
	return advanced ? 0 : run.stalls;
}

/** Changes when a commit is made, or a file that git would commit. Null when git cannot be asked, or not safely. */
async function worktreeState(run: Run, signal: AbortSignal): Promise<string | null> {
	const { worktree } = run;
	if (!(await hasWorktree(run))) return null;
	const [head, status] = await Promise.all([
		tryGit(worktree, ["rev-parse", "HEAD"], { signal }),
		tryGit(worktree, ["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"], { signal }),
	]);
	if (!head.ok || !status.ok) return null;
	const hash = createHash("sha256").update(head.stdout).update(status.stdout);
	for (const entry of status.stdout.split("\0")) {
		const stats = await lstat(join(worktree, entry.slice(3))).catch(() => null);
		hash.update(stats ? `${stats.size}:${stats.mtimeMs}` : "-");
	}
	return hash.digest("hex");
}
