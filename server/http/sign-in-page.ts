import { pageCsp } from "./security-headers.ts";

export interface SignInPage {
	html: string;
	headers: Record<string, string>;
}

interface SignInFacts {
	nonce: string;
	/** The request's Host, already found to be ours. */
	host: string;
	/** What went wrong, in one sentence. */
	message: string | null;
	/** The path to go to once signed in. */
	to: string;
}

/** Where the browser is asked whether it is signed in after all. */
export const SESSION_PATH = "/session";

/**
 * The page for a browser that is not signed in; self-contained, because everything else needs a session.
 *
 * A link from another site leaves the SameSite=Strict cookie behind: the browser seems signed out and is not. The page
 * asks once, from its own origin, and goes on when it is. Its referrer policy is `same-origin`, because with
 * `no-referrer` browsers send the form with `Origin: null`.
 */
export function signInPage({ nonce, host, message, to }: SignInFacts): SignInPage {
	const alert = message ? `<p role="alert">${escapeHtml(message)}</p>` : "";
	const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in to Nightshift</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>Sign in to Nightshift</h1>
<p>Run <code>nightshift open</code> in a terminal: it opens this page, signed in.</p>
<form method="post" action="${SESSION_PATH}">
${alert}<input type="hidden" name="to" value="${escapeHtml(to)}">
<label for="token">Or paste the token, from the file <code>token</code> in the state directory</label>
<input id="token" name="token" type="password" autocomplete="current-password" spellcheck="false" required>
<button>Sign in</button>
</form>
</main>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
	return {
		html,
		headers: {
			"Content-Type": "text/html; charset=utf-8",
			"Cache-Control": "no-store",
			"Content-Security-Policy": pageCsp({ nonce, host, dev: false }),
			"Referrer-Policy": "same-origin",
		},
	};
}

const STYLE = `
:root { --bg: #f7f7f5; --panel: #fff; --line: #e4e3df; --ink: #1c1c1a; --ink-2: #5b5a55; --ink-3: #6b6962; --accent: #2f5bd7; --accent-ink: #fff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
:root { --bg: #121211; --panel: #1a1a18; --line: #2c2c29; --ink: #ecebe7; --ink-2: #b0aea6; --ink-3: #918f87; --accent: #8aa8ff; --accent-ink: #0d1430; --bad: #ff8f85; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--bg); color: var(--ink); font: 14px/20px system-ui, sans-serif; }
main { width: 100%; max-width: 400px; padding: 24px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
h1 { margin: 0 0 8px; font-size: 18px; line-height: 24px; font-weight: 650; }
p { margin: 0 0 16px; color: var(--ink-2); }
p[role=alert] { color: var(--bad); }
code { font: 12px ui-monospace, monospace; color: var(--ink); }
label { display: block; margin-bottom: 4px; color: var(--ink-2); }
input, button { width: 100%; min-height: 40px; padding: 8px 12px; font: inherit; border-radius: 6px; }
input { margin-bottom: 12px; border: 1px solid var(--ink-3); background: transparent; color: inherit; }
button { border: 0; background: var(--accent); color: var(--accent-ink); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

/** Once: a second time within ten seconds means that it does not help. Without storage it is not tried at all. */
const SCRIPT = `
const key = "nightshift:retried-at";
const retry = async () => {
	if (Date.now() - Number(sessionStorage.getItem(key)) < 10_000) return;
	sessionStorage.setItem(key, String(Date.now()));
	if ((await fetch("${SESSION_PATH}")).ok) location.reload();
};
retry().catch(() => {});
`;

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
