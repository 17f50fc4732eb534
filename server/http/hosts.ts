import { isIPv6 } from "node:net";

const LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"];
const HTTP_PORT = 80;

/**
 * Whether a Host header names this dashboard: loopback or the configured host (itself loopback, see the configuration's
 * schema), with this very port.
 */
export function hostChecker(configuredHost: string, port: number): (host: string) => boolean {
	const names = new Set([...LOOPBACK_HOSTS, urlHost(configuredHost).toLowerCase()]);
	const ours = new Set([...names].map((name) => `${name}:${port}`));
	// Browsers leave out the port that http implies.
	if (port === HTTP_PORT) for (const name of names) ours.add(name);
	return (host) => ours.has(host.toLowerCase());
}

export function dashboardUrl(host: string, port: number): string {
	return `http://${urlHost(host)}:${port}`;
}

function urlHost(host: string): string {
	return isIPv6(host) ? `[${host}]` : host;
}
