import { pageCsp } from "./security-headers.ts";

export interface BarePage {
	html: string;
	headers: Record<string, string>;
}

interface Parts {
	nonce: string;
	/** The request's Host, already found to be ours. */
	host: string;
	title: string;
	/** HTML. */
	main: string;
	script: string;
}

/** A self-contained page for a browser that is not signed in, which can load nothing else. */
export function barePage({ nonce, host, title, main, script }: Parts): BarePage {
	const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
${main}
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
	return {
		html,
		headers: {
			"Content-Type": "text/html; charset=utf-8",
			"Cache-Control": "no-store",
			"Content-Security-Policy": pageCsp({ nonce, host, dev: false }),
		},
	};
}

export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
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
