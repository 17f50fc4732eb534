import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { installService, uninstallService } from "../../../server/service/install.ts";
import { serviceManager } from "../../../server/service/manager.ts";
import { reportService } from "../../../server/service/report.ts";
import type { ServiceManager } from "../../../server/service/types.ts";

// No macOS and no Windows here: programs that play launchctl and schtasks stand in for theirs, as real processes on the PATH.

interface Rig {
	manager: ServiceManager;
	home: string;
	/** What the service manager was asked, without mere questions. */
	acts(): Promise<string[][]>;
}

async function rig(platform: NodeJS.Platform, tool: string, more: Record<string, string> = {}): Promise<Rig> {
	const folder = await mkdtemp(join(tmpdir(), "nightshift-service-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const bin = join(folder, "bin");
	await mkdir(bin);
	await copyFile(fileURLToPath(new URL(`../../fixtures/service/${tool}.mjs`, import.meta.url)), join(bin, tool));
	const userHome = join(folder, "me");
	const home = join(userHome, ".nightshift");
	const env = {
		PATH: bin + delimiter + process.env.PATH,
		STAND_IN_FOLDER: folder,
		USERDOMAIN: "HOST",
		USERNAME: "me",
		...more,
	};
	return {
		manager: await serviceManager(home, { platform, userHome, env }),
		home,
		acts: async () => {
			const lines = (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");
			const calls = lines.map((line) => JSON.parse(line) as string[]);
			return calls.filter(([verb = ""]) => !/^(print|print-disabled|\/Query|\/\?)$/.test(verb));
		},
	};
}

test("launchd: install, again, start, stop, uninstall", async () => {
	const { manager, home, acts } = await rig("darwin", "launchctl");
	const uid = process.getuid?.() ?? 0;
	expect(await installService(manager, home)).toBe("created");
	expect(await installService(manager, home)).toBe("unchanged");
	await manager.start();
	expect(await reportService(manager, home)).toMatchObject({
		installed: true,
		enabled: true,
		active: true,
		pid: 4242,
		problems: [],
	});
	// Loaded already: launchd refuses to load it again, so it is taken out first.
	await manager.start();
	await manager.stop();
	expect(await reportService(manager, home)).toMatchObject({ installed: true, active: false, pid: null });
	await manager.stop();
	expect(await uninstallService(manager, home)).toBe("removed");
	expect(await uninstallService(manager, home)).toBe("absent");
	expect(existsSync(manager.file)).toBe(false);
	expect(await acts()).toEqual([
		["enable", `gui/${uid}/nightshift.dashboard`],
		["enable", `gui/${uid}/nightshift.dashboard`],
		["bootstrap", `gui/${uid}`, manager.file],
		["bootout", `gui/${uid}/nightshift.dashboard`],
		["bootstrap", `gui/${uid}`, manager.file],
		["bootout", `gui/${uid}/nightshift.dashboard`],
	]);
});

test("Task Scheduler: install, again, start, stop, uninstall", async () => {
	const { manager, home, acts } = await rig("win32", "schtasks");
	const task = ["/TN", "\\Nightshift\\nightshift"];
	expect(await installService(manager, home)).toBe("created");
	expect(await installService(manager, home)).toBe("unchanged");
	await manager.start();
	expect(await reportService(manager, home)).toMatchObject({
		installed: true,
		enabled: true,
		active: null,
		problems: [],
	});
	// Enabled, it would be begun again within the minute.
	await manager.stop();
	expect(await reportService(manager, home)).toMatchObject({ enabled: false });
	await manager.start();
	expect(await reportService(manager, home)).toMatchObject({ enabled: true });
	expect(await uninstallService(manager, home)).toBe("removed");
	expect(await uninstallService(manager, home)).toBe("absent");
	expect(await acts()).toEqual([
		["/Create", ...task, "/XML", manager.file, "/F"],
		["/Create", ...task, "/XML", manager.file, "/F"],
		["/Change", ...task, "/ENABLE"],
		["/Run", ...task],
		["/Change", ...task, "/DISABLE"],
		["/Change", ...task, "/ENABLE"],
		["/Run", ...task],
		["/Delete", ...task, "/F"],
	]);
});

test.each(["darwin", "win32"] as const)(
	"on %s what was edited by hand stays as it is, and what is gone is named",
	async (platform) => {
		const { manager, home } = await rig(platform, platform === "darwin" ? "launchctl" : "schtasks");
		await installService(manager, home);
		const text = await readFile(manager.file, manager.encoding);
		await writeFile(
			manager.file,
			text.replace("--foreground", "--foreground --port 4400").replace("<string>--foreground", "<string>-f"),
			manager.encoding,
		);
		const refused = installService(manager, home);
		await expect(refused).rejects.toMatchObject({
			code: "service-failed",
			details: { difference: expect.stringContaining("foreground") },
		});
		expect(await installService(manager, home, { force: true })).toBe("updated");
		expect(await readFile(manager.file, manager.encoding)).toBe(text);
	},
);

test("systemd: lingering is a setting of the account, made when asked for, or refused with what to do", async () => {
	const { manager } = await rig("linux", "loginctl");
	expect(await manager.state()).toMatchObject({ boot: false });
	await manager.startAtBoot();
	expect(await manager.state()).toMatchObject({ boot: true });
	const refusing = await rig("linux", "loginctl", { STAND_IN_REFUSES: "1" });
	await expect(refusing.manager.startAtBoot()).rejects.toThrow(/Access denied\): ask the machine's administrator/);
});

test("without its tool it is said what to do instead", async () => {
	const { manager, home } = await rig("darwin", "launchctl");
	const nothing = { platform: "darwin", env: { PATH: "/nonexistent" } } as const;
	await expect(installService(await serviceManager(home, nothing), home)).rejects.toThrow(
		"This system has no launchctl",
	);
	expect(existsSync(manager.file)).toBe(false);
	const windows = await serviceManager(home, { ...nothing, platform: "win32" });
	await expect(installService(windows, home)).rejects.toThrow("no schtasks.exe");
	const linux = await serviceManager(home, { ...nothing, platform: "linux", userHome: home });
	await expect(installService(linux, home)).rejects.toMatchObject({ code: "service-failed" });
	await expect(serviceManager(home, { platform: "aix" })).rejects.toThrow("knows no service manager of aix");
});
