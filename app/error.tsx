"use client";

import { useEffect } from "react";
import { Button } from "./_ui/button.tsx";

/** A page that broke. The shell around it lives on: state, navigation and connection stay. */
export default function PageError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
	useEffect(() => console.error(error), [error]);
	return (
		<div className="grid max-w-[68ch] content-start gap-3 p-4 desk:p-6">
			<h1 className="text-title font-strong">This page broke</h1>
			<p className="text-ink-2">
				The daemons and the dashboard go on; only what is shown here failed. Show it again, or reload the page. If it
				keeps happening, the browser’s console has the details
				{error.digest ? `, and the dashboard’s log has them under ${error.digest}` : ""}.
			</p>
			<p>
				<Button look="primary" onClick={retry}>
					Show it again
				</Button>
			</p>
		</div>
	);
}
