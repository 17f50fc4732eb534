import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { eventually } from "./wait.ts";

const SYSTEMD = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"].find((path) => existsSync(path));

/** Its own view of /sys/fs/cgroup and /run, so that it sees nothing of the machine's own systemd, nor that of it. */
const INSIDE = `
mount --make-rprivate / &&
(umount -l /sys/fs/cgroup 2>/dev/null || true) &&
mount -t cgroup2 none /sys/fs/cgroup &&
mount -t tmpfs none /run && mkdir -p /run/systemd/system &&
exec "$0" --user --log-target=null`;

/** Why no systemd of one's own can run here; null when one can. It takes root, for namespaces and a cgroup. */
export const NO_SYSTEMD: string | null = whyNot();

/** A real `systemd --user` of the test's own. */
export interface UserManager {
	/** With these, `systemctl --user` and `nightshift service` reach it. */
	env: { HOME: string; XDG_CONFIG_HOME: string; XDG_RUNTIME_DIR: string };
	systemctl(...args: string[]): Promise<string>;
	show(unit: string, property: string): Promise<string>;
	/** Ends it in good order, as a logout or shutdown does; then what it left behind is killed, as it would be then. */
	end(): Promise<void>;
	/** Starts another one in the same home, as after a boot. */
	boot(): Promise<void>;
}

export async function startUserManager(): Promise<UserManager> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-systemd-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const env = {
		HOME: join(folder, "home"),
		XDG_CONFIG_HOME: join(folder, "home", ".config"),
		XDG_RUNTIME_DIR: join(folder, "run"),
	};
	for (const path of Object.values(env)) await mkdir(path, { recursive: true, mode: 0o700 });
	const cgroup = join(ownCgroup() ?? "", `nightshift-test-${process.pid}-${folder.slice(-6)}`);
	let running: ChildProcess | null = null;
	const systemctl = async (...args: string[]) =>
		(await execa("systemctl", ["--user", ...args], { env: { ...env, DBUS_SESSION_BUS_ADDRESS: "" } })).stdout;
	const manager: UserManager = {
		env,
		systemctl,
		show: (unit, property) => systemctl("show", unit, `--property=${property}`, "--value"),
		async end() {
			if (!running) return;
			const exited = once(running, "exit");
			if (running.exitCode === null && running.signalCode === null) {
				running.kill("SIGTERM");
				await exited;
			}
			running = null;
			await removeCgroup(cgroup);
		},
		async boot() {
			mkdirSync(cgroup);
			running = spawn(
				"sh",
				[
					"-c",
					`echo $$ > "$1/cgroup.procs" && exec unshare --mount --cgroup sh -c "$2" "$3"`,
					"sh",
					cgroup,
					INSIDE,
					SYSTEMD ?? "",
				],
				{
					env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LANG: "C", ...env },
					stdio: "ignore",
				},
			);
			await eventually(() => systemctl("is-active", "default.target").catch(() => null));
		},
	};
	onTestFinished(() => manager.end());
	await manager.boot();
	return manager;
}

function whyNot(): string | null {
	if (process.platform !== "linux" || !SYSTEMD) return "there is no systemd";
	if (process.getuid?.() !== 0) return "it takes root";
	const cgroup = ownCgroup();
	if (!cgroup) return "there is no cgroup2";
	const probe = join(cgroup, `nightshift-test-probe-${process.pid}`);
	try {
		mkdirSync(probe);
		rmdirSync(probe);
		return null;
	} catch {
		return "no cgroup can be made";
	}
}

/** Where this process is in the one hierarchy of cgroup2. */
function ownCgroup(): string | null {
	try {
		const mount = /^\S+ (\S+) cgroup2 /m.exec(readFileSync("/proc/mounts", "utf8"))?.[1];
		const path = /^0::(.*)$/m.exec(readFileSync("/proc/self/cgroup", "utf8"))?.[1];
		return mount && path ? join(mount, path) : null;
	} catch {
		return null;
	}
}

/** Kills who is left in it, and in nothing else. */
async function removeCgroup(cgroup: string): Promise<void> {
	if (!existsSync(cgroup)) return;
	writeFileSync(join(cgroup, "cgroup.kill"), "1");
	await eventually(() => /^populated 0$/m.test(readFileSync(join(cgroup, "cgroup.events"), "utf8")) || null);
	removeFolders(cgroup);
}

function removeFolders(cgroup: string): void {
	for (const entry of readdirSync(cgroup, { withFileTypes: true })) {
		if (entry.isDirectory()) removeFolders(join(cgroup, entry.name));
	}
	rmdirSync(cgroup);
}
