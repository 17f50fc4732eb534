"use client";

import { buttonClass } from "../_ui/button.tsx";

/**
 * In place of a page that this browser may not fill: it has no session, or half of one (its storage was cleared, say).
 * Only ever shown in a browser, after the first attempt to connect.
 */
export function SignedOut() {
	const here = encodeURIComponent(location.pathname + location.search);
	return (
		<div className="grid max-w-[68ch] content-start gap-3 p-4 desk:p-6">
			<h1 className="text-title font-strong">Sign in again</h1>
			<p className="text-ink-2">
				Run <code className="font-mono text-ink">bin/nightshift open</code> in a terminal: it opens the dashboard,
				signed in, and this page goes on by itself. Your daemons are not affected.
			</p>
			<p>
				{/* Not one of the app's own pages: a plain link. */}
				<a href={`/sign-in?to=${here}`} className={buttonClass()}>
					Paste the token instead
				</a>
			</p>
		</div>
	);
}
