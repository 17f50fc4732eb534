import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** A small file system in memory over a folder, which can be filled without harm to anything else. */
export class SmallDisk {
	private constructor(readonly folder: string) {}

	/** Null, with the reason printed, where this user may not mount. */
	static mount(folder: string, size: string): SmallDisk | null {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		try {
			execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0700`, "nightshift-faults", folder], {
				stdio: "pipe",
			});
			return new SmallDisk(folder);
		} catch (error) {
			const { stderr } = error as { stderr?: Buffer };
			console.log(`No full disk in this run: a tmpfs cannot be mounted here (${String(stderr ?? error).trim()}).`);
			return null;
		}
	}

	/** Leaves not one byte. */
	fill(): void {
		const file = openSync(this.filler, "a");
		try {
			for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 4)) this.fillBy(file, size);
		} finally {
			closeSync(file);
		}
	}

	free(): void {
		rmSync(this.filler, { force: true });
	}

	unmount(): void {
		execFileSync("umount", [this.folder], { stdio: "pipe" });
	}

	private get filler(): string {
		return join(this.folder, "filler");
	}

	private fillBy(file: number, size: number): void {
		const bytes = Buffer.alloc(size);
		try {
			for (;;) writeSync(file, bytes);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
		}
	}
}
