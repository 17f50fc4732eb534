import { SESSION_KEY_STORAGE } from "../contract/session.ts";
import { type BarePage, barePage, escapeHtml } from "./bare-page.ts";

interface WelcomeFacts {
	nonce: string;
	/** The request's Host, already found to be ours. */
	host: string;
	/** The session's key, for the origin's storage. */
	key: string;
	/** The path to go on to. */
	to: string;
}

/**
 * The answer to the right token or code: puts the session's key where only this origin's pages can read it, and goes on.
 * It replaces itself, so that the browser's back button does not lead to a link with a secret in it.
 */
export function welcomePage({ nonce, host, key, to }: WelcomeFacts): BarePage {
	const main = `<main data-key="${escapeHtml(key)}" data-to="${escapeHtml(to)}">
<h1>Signing in…</h1>
<p id="refused" role="alert" hidden>This browser keeps nothing for this address, so it cannot stay signed in. Allow this site to store data, then run <code>bin/nightshift open</code> again.</p>
<noscript><p>The dashboard needs JavaScript: allow it for this address, then run <code>bin/nightshift open</code> again.</p></noscript>
</main>`;
	return barePage({ nonce, host, title: "Nightshift", main, script: SCRIPT });
}

const SCRIPT = `
const { key, to } = document.querySelector("main").dataset;
try {
	localStorage.setItem("${SESSION_KEY_STORAGE}", key);
	location.replace(to);
} catch {
	document.querySelector("h1").textContent = "Not signed in";
	document.querySelector("#refused").hidden = false;
}
`;
