import { join } from "node:path";
import { launchdLabel } from "../place.ts";
import { seal } from "../seal.ts";
import type { ServiceDefinition } from "../types.ts";
import { escapeXml } from "../xml.ts";

/** The property list of a LaunchAgent that keeps the dashboard running: see launchd.plist(5). Pure. */
export function describeAgent(definition: ServiceDefinition): string {
	const { name, home, node, program, root, environment } = definition;
	const variables = { ...environment, NIGHTSHIFT_HOME: home, NIGHTSHIFT_SERVICE: "launchd" };
	const log = join(home, "logs", "dashboard.log");
	const lines = [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
		'<!-- Made by "nightshift service install", and kept as it is once you edit it. -->',
		'<plist version="1.0">',
		"<dict>",
		...entry("Label", text(launchdLabel(name))),
		...entry("ProgramArguments", ...list([node, program, "start", "--foreground"])),
		...entry("EnvironmentVariables", ...dictionary(variables)),
		...entry("WorkingDirectory", text(root)),
		...entry("RunAtLoad", "<true/>"),
		"\t<!-- A crash is mended, at most every ten seconds; an end with status 0 is wanted. -->",
		...entry("KeepAlive", "<dict>", "\t<key>SuccessfulExit</key>", "\t<false/>", "</dict>"),
		...entry("ThrottleInterval", "<integer>10</integer>"),
		"\t<!-- The daemons outlive the dashboard. -->",
		...entry("AbandonProcessGroup", "<true/>"),
		...entry("ExitTimeOut", "<integer>20</integer>"),
		"\t<!-- Any other kind is throttled, and the daemons with it. -->",
		...entry("ProcessType", text("Interactive")),
		...entry("StandardOutPath", text(log)),
		...entry("StandardErrorPath", text(log)),
		"</dict>",
		"</plist>",
		"",
	];
	return seal(lines.join("\n"), 3, definition, (mark) => `<!-- ${mark} -->`);
}

function entry(key: string, ...value: string[]): string[] {
	return [`<key>${escapeXml(key)}</key>`, ...value].map((line) => `\t${line}`);
}

function text(value: string): string {
	return `<string>${escapeXml(value)}</string>`;
}

function list(values: readonly string[]): string[] {
	return ["<array>", ...values.map((value) => `\t${text(value)}`), "</array>"];
}

function dictionary(values: Record<string, string>): string[] {
	const entries = Object.entries(values).flatMap(([key, value]) => entry(key, text(value)));
	return ["<dict>", ...entries, "</dict>"];
}
