"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Button } from "../../_ui/button.tsx";
import { type DossierFormat, downloadDossier } from "./download.ts";

/** Saves the dossier, for a report or for later. */
export function Downloads({ name, id }: { name: string; id: string }) {
	const [failure, setFailure] = useState<string | null>(null);
	const save = (format: DossierFormat) => {
		setFailure(null);
		downloadDossier(name, id, format).catch((error: unknown) => {
			setFailure(error instanceof Error ? error.message : String(error));
		});
	};
	return (
		<div className="grid justify-items-end gap-1">
			<div className="flex flex-wrap gap-2">
				<Button onClick={() => save("md")}>
					<Download aria-hidden="true" className="size-3.5" /> Markdown
				</Button>
				<Button onClick={() => save("json")}>
					<Download aria-hidden="true" className="size-3.5" /> JSON
				</Button>
			</div>
			{failure && (
				<p role="alert" className="text-small text-bad">
					{failure}
				</p>
			)}
		</div>
	);
}
