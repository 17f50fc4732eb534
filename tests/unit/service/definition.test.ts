import { delimiter } from "node:path";
import { expect, test } from "vitest";
import { NightshiftError } from "../../../server/contract/errors.ts";
import { defineService, usablePath } from "../../../server/service/definition.ts";
import { statusOfFailedStart } from "../../../server/service/exit-status.ts";
import { versionManagerOf } from "../../../server/service/node-path.ts";
import { launchdLabel, placeOf, serviceFile, serviceName } from "../../../server/service/place.ts";

test("each state directory has a service of its own; the usual one has the plain name", () => {
	expect(serviceName("/home/me/.nightshift", "/home/me")).toBe("nightshift");
	const other = serviceName("/home/me/work", "/home/me");
	expect(other).toMatch(/^nightshift-[0-9a-f]{8}$/);
	expect(serviceName("/home/me/work/", "/home/me")).toBe(other);
	expect(serviceName("/home/me/play", "/home/me")).not.toBe(other);
	expect(launchdLabel("nightshift")).toBe("nightshift.dashboard");
	expect(launchdLabel(other)).toBe(`nightshift.dashboard.${other.slice(-8)}`);
});

test.each([
	["linux", {}, "/home/me/.config/systemd/user/nightshift.service"],
	["linux", { XDG_CONFIG_HOME: "/cfg" }, "/cfg/systemd/user/nightshift.service"],
	["darwin", {}, "/home/me/Library/LaunchAgents/nightshift.dashboard.plist"],
	["win32", {}, "/home/me/.nightshift/service/nightshift.xml"],
	["freebsd", {}, null],
] as const)("on %s it is defined by a file", (platform, env, file) => {
	expect(serviceFile(placeOf("/home/me/.nightshift", { platform, userHome: "/home/me", env }))).toBe(file);
});

test("it is run by this very Node, listens where this shell says, and finds what this shell finds", () => {
	const made = defineService("/home/me/.nightshift", { PATH: "/bin", NIGHTSHIFT_PORT: "4400", SECRET: "x" });
	expect(made.node).toBe(process.execPath);
	expect(made.environment).toEqual({ PATH: expect.stringContaining("/bin"), NIGHTSHIFT_PORT: "4400" });
});

test("the PATH holds Node's folder, and not what npm run or a relative entry added", () => {
	const path = [
		"/p/node_modules/.bin",
		"/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin",
		"bin",
		"",
		"/a",
		"/b",
		"/a",
	];
	expect(usablePath(path.join(delimiter), "/opt/node/bin/node")).toBe(["/opt/node/bin", "/a", "/b"].join(delimiter));
	expect(usablePath(["/a", "/opt/node/bin"].join(delimiter), "/opt/node/bin/node")).toBe(
		["/a", "/opt/node/bin"].join(delimiter),
	);
});

test.each([
	["/home/me/.nvm/versions/node/v20.19.0/bin/node", "nvm"],
	["/run/user/1000/fnm_multishells/123_456/bin/node", "a shell of fnm, which ends with that shell"],
	["/home/me/.local/share/fnm/node-versions/v20.19.0/installation/bin/node", "fnm"],
	["/home/me/.volta/tools/image/node/20.19.0/bin/node", "Volta"],
	["/home/me/.local/share/mise/installs/node/20/bin/node", "mise"],
	["/opt/homebrew/Cellar/node/23.1.0/bin/node", "Homebrew"],
	["C:\\Users\\me\\AppData\\Roaming\\nvm\\v20.19.0\\node.exe", "nvm"],
	["/usr/bin/node", null],
	["/usr/local/bin/node", null],
	["C:\\Program Files\\nodejs\\node.exe", null],
])("%s belongs to %s", (node, manager) => {
	expect(versionManagerOf(node)).toBe(manager);
});

test.each([
	["systemd", "port-in-use", 78],
	["systemd", "config-invalid", 78],
	["systemd", "state-dir-owned", 78],
	["systemd", "database-unavailable", 1],
	["launchd", "port-in-use", 0],
	["launchd", "internal", 1],
	[undefined, "port-in-use", 1],
] as const)("under %s a start that failed by %s ends with %i", (service, code, status) => {
	expect(statusOfFailedStart(new NightshiftError(code, "It is so."), { NIGHTSHIFT_SERVICE: service })).toBe(status);
});
