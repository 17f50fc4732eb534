"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { getText } from "../../_live/http.ts";
import { Button } from "../../_ui/button.tsx";
import { runApi } from "./paths.ts";

const FORMATS = [
	{ id: "md", label: "Markdown", type: "text/markdown" },
	{ id: "json", label: "JSON", type: "application/json" },
] as const;

/** Saves all that is recorded of a run on this computer. */
export function RunDownloads({ run }: { run: number }) {
	const [failure, setFailure] = useState<string | null>(null);
	const save = ({ id, type }: (typeof FORMATS)[number]) => {
		setFailure(null);
		download(run, id, type).catch((error: unknown) =>
			setFailure(error instanceof Error ? error.message : String(error)),
		);
	};
	return (
		<div className="grid gap-1">
			<div className="flex flex-wrap gap-2">
				{FORMATS.map((format) => (
					<Button key={format.id} onClick={() => save(format)}>
						<Download aria-hidden="true" className="size-3.5" /> {format.label}
					</Button>
				))}
			</div>
			{failure && (
				<p role="alert" className="text-small text-bad">
					{failure}
				</p>
			)}
		</div>
	);
}

/** Fetched rather than linked: a link would come without the half of the session that the page keeps. */
async function download(run: number, format: string, type: string): Promise<void> {
	const text = await getText(`${runApi(run, "export")}?as=${format}`, type);
	const address = URL.createObjectURL(new Blob([text], { type }));
	try {
		const link = document.createElement("a");
		link.href = address;
		link.download = `run-${run}.${format}`;
		link.click();
	} finally {
		URL.revokeObjectURL(address);
	}
}
