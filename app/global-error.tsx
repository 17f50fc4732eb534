"use client";

import "./globals.css";

/** The shell itself broke: the least that can still be said, without anything that could break again. */
export default function GlobalError() {
	return (
		<html lang="en">
			<body>
				<title>Nightshift</title>
				<main className="grid max-w-[68ch] gap-3 p-6">
					<h1 className="text-title font-strong">The dashboard’s page broke</h1>
					<p className="text-ink-2">
						Your daemons go on. Reload the page; if that does not help, run{" "}
						<code className="font-mono">nightshift status</code> in a terminal.
					</p>
					<p>
						<a href="/" className="font-semibold text-accent underline underline-offset-2">
							Reload
						</a>
					</p>
				</main>
			</body>
		</html>
	);
}
