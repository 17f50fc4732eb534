import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where a browser of Chromium's family is called, by the systems' packages. */
const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const PLACES = {
	darwin: [
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	],
	win32: ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"],
	linux: [],
};
/** How each package manager installs it without asking; the first that is there is used. */
const MANAGERS = [
	["apt-get", [["update"], ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]]],
	["dnf", [["install", "-y", "chromium"]]],
	["apk", [["add", "--no-cache", "chromium"]]],
	["pacman", [["-Sy", "--noconfirm", "chromium"]]],
	["zypper", [["--non-interactive", "install", "chromium"]]],
	["brew", [["install", "--cask", "chromium"]]],
];

/**
 * The path of a Chromium: the one named by NIGHTSHIFT_CHROMIUM, one that is installed, or one that the system's package
 * manager installs now. Else `problem` is the sentence that says what to do.
 */
export async function findChromium(say) {
	const named = process.env.NIGHTSHIFT_CHROMIUM;
	if (named)
		return existsSync(named) ? { path: named } : { problem: `NIGHTSHIFT_CHROMIUM names ${named}, which is not there.` };
	const present = await installed();
	if (present) return { path: present };

	const manager = MANAGERS.find(([name]) => onPath(name));
	const prefix = manager && prefixOf(manager[0]);
	if (!prefix) return { problem: missing("no package manager can be used here without a password") };
	const [name, steps] = manager;
	say(`Installing Chromium with ${name} …`);
	for (const args of steps) {
		const [program, ...before] = [...prefix, name];
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		const { status, stderr } = spawnSync(program, [...before, ...args], {
			encoding: "utf8",
			env,
			stdio: ["ignore", "ignore", "pipe"],
		});
		if (status !== 0)
			return { problem: missing(`${name} could not install it (${stderr?.trim().split("\n").at(-1)})`) };
	}
	const path = await installed();
	return path ? { path } : { problem: missing(`${name} has none that runs here`) };
}

function missing(why) {
	return `Chromium was not found and ${why}: install Chromium or Chrome, or name one with NIGHTSHIFT_CHROMIUM.`;
}

async function installed() {
	const places = [...NAMES.map(onPath), ...(PLACES[process.platform] ?? []), await ofPlaywright()];
	return places.find((path) => path && existsSync(path) && runs(path)) ?? null;
}

/** One that Playwright itself has downloaded before. */
async function ofPlaywright() {
	const { chromium } = await import("@playwright/test");
	return chromium.executablePath();
}

/** Ubuntu's package is a mere pointer to a snap, which does not run in a container. */
function runs(path) {
	if (process.platform === "win32") return true;
	return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

function onPath(name) {
	const folders = (process.env.PATH ?? "").split(delimiter);
	return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** What has to stand before the package manager; null when a password would be asked for. */
function prefixOf(manager) {
	if (manager === "brew" || process.getuid?.() === 0) return [];
	return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : null;
}
