const BROWSERS: [RegExp, string][] = [
	[/\bEdgA?\//, "Edge"],
	[/\bOPR\//, "Opera"],
	[/\bFirefox\/|\bFxiOS\//, "Firefox"],
	[/\bChrome\/|\bCriOS\/|\bHeadlessChrome\//, "Chrome"],
	[/\bSafari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
	[/\bAndroid\b/, "Android"],
	[/\biPhone\b/, "iPhone"],
	[/\biPad\b/, "iPad"],
	[/\bMac OS X\b/, "macOS"],
	[/\bWindows\b/, "Windows"],
	[/\bLinux\b/, "Linux"],
];

/** A browser in words, by what it says of itself: `Firefox on Linux`. */
export function browserName(userAgent: string): string {
	const named = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
	const system = named(SYSTEMS);
	const browser = named(BROWSERS) ?? "A browser";
	return system ? `${browser} on ${system}` : browser;
}
