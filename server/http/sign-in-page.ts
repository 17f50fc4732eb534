import { SESSION_KEY_HEADER, SESSION_KEY_STORAGE } from "../contract/session.ts";
import { type BarePage, barePage, escapeHtml } from "./bare-page.ts";
import { SESSION_PATH } from "./routes.ts";

interface SignInFacts {
	nonce: string;
	/** The request's Host, already found to be ours. */
	host: string;
	/** What went wrong, in one sentence. */
	message: string | null;
	/** The path to go to once signed in. */
	to: string;
}

/**
 * The page for a browser that is not signed in.
 *
 * A link from another site leaves the SameSite=Strict cookie behind: the browser seems signed out and is not. The page asks
 * once, from its own origin and with the key that it keeps, and goes on when it is. Its referrer policy is `same-origin`,
 * because with `no-referrer` browsers send the form with `Origin: null`.
 */
export function signInPage({ nonce, host, message, to }: SignInFacts): BarePage {
	const alert = message ? `<p role="alert">${escapeHtml(message)}</p>` : "";
	const main = `<main data-to="${escapeHtml(to)}">
<h1>Sign in to Nightshift</h1>
<p>Run <code>bin/nightshift open</code> in a terminal: it opens this page, signed in.</p>
<form method="post" action="${SESSION_PATH}">
${alert}<input type="hidden" name="to" value="${escapeHtml(to)}">
<label for="token">Or paste the token, from the file <code>token</code> in the state directory</label>
<input id="token" name="token" type="password" autocomplete="current-password" spellcheck="false" required>
<button>Sign in</button>
</form>
</main>`;
	const { html, headers } = barePage({ nonce, host, title: "Sign in to Nightshift", main, script: SCRIPT });
	return { html, headers: { ...headers, "Referrer-Policy": "same-origin" } };
}

/** Once: a second time within ten seconds means that it does not help. Without storage there is no session to find. */
const SCRIPT = `
const tried = "nightshift:retried-at";
const retry = async () => {
	const key = localStorage.getItem("${SESSION_KEY_STORAGE}");
	if (!key || Date.now() - Number(sessionStorage.getItem(tried)) < 10_000) return;
	sessionStorage.setItem(tried, String(Date.now()));
	const answer = await fetch("${SESSION_PATH}", { headers: { "${SESSION_KEY_HEADER}": key } });
	if (answer.ok) location.replace(document.querySelector("main").dataset.to);
};
retry().catch(() => {});
`;
