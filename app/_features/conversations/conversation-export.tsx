"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import type { RecordedDetail } from "../../../server/contract/conversations.ts";
import { getBlob } from "../../_live/http.ts";
import { Button } from "../../_ui/button.tsx";
import { exportApi } from "./conversations-api.ts";

const FORMATS = [
	["md", "Markdown"],
	["json", "JSON"],
	["csv", "CSV"],
] as const;

/** Saves a conversation on this computer. */
export function ConversationExport({ conversation }: { conversation: RecordedDetail }) {
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<string | null>(null);
	const save = async (format: string) => {
		setBusy(true);
		setFailure(null);
		try {
			await download(conversation, format);
		} catch (error) {
			setFailure(error instanceof Error ? error.message : String(error));
		} finally {
			setBusy(false);
		}
	};
	return (
		<>
			<fieldset className="flex gap-1" disabled={busy}>
				<legend className="sr-only">Export</legend>
				{FORMATS.map(([format, label]) => (
					<Button
						key={format}
						size="small"
						aria-label={`Export as ${label}`}
						title={`Export as ${label}`}
						onClick={() => void save(format)}
					>
						<Download aria-hidden="true" size={13} /> {label}
					</Button>
				))}
			</fieldset>
			{failure && (
				<p role="alert" className="w-full text-small text-bad">
					{failure}
				</p>
			)}
		</>
	);
}

/** Fetched rather than linked: a link would come without the half of the session that the page keeps. */
async function download({ id, source }: RecordedDetail, format: string): Promise<void> {
	const address = URL.createObjectURL(await getBlob(exportApi(id, format)));
	try {
		const link = document.createElement("a");
		link.href = address;
		link.download = `chat-${source.replaceAll(/[^\w-]/g, "-")}-${id}.${format}`;
		link.click();
	} finally {
		URL.revokeObjectURL(address);
	}
}
