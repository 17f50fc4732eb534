import { randomBytes } from "node:crypto";

/** What every answer carries, whoever writes it. */
export const BASE_HEADERS: Readonly<Record<string, string>> = {
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "DENY",
	"Referrer-Policy": "no-referrer",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":
		"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
};

/** For what is no page: nothing in it may run or load, should a browser ever be made to show it. */
export const CLOSED_CSP = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** For the service worker, which keeps to the policy that its script comes with: its notifications show our pictures. */
export const WORKER_CSP = `${CLOSED_CSP}; img-src 'self'`;

export function newNonce(): string {
	return randomBytes(16).toString("base64");
}

/**
 * The policy of one page. `host` is the request's Host, already found to be ours: some browsers do not read `'self'` as
 * allowing a WebSocket. Inline style attributes are allowed, because React writes positions and widths that way; style
 * elements are not. The development server evaluates code and injects styles.
 */
export function pageCsp({ nonce, host, dev }: { nonce: string; host: string; dev: boolean }): string {
	return [
		"default-src 'self'",
		`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
		dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
		"style-src-attr 'unsafe-inline'",
		`connect-src 'self' ws://${host}`,
		"img-src 'self' data:",
		"font-src 'self'",
		"worker-src 'self'",
		"manifest-src 'self'",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join("; ");
}
