"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import type { Attachment, Question } from "../../../server/contract/question.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { Button } from "../../_ui/button.tsx";
import { SafeText } from "../../_ui/safe-text.tsx";
import { Skeleton } from "../../_ui/skeleton.tsx";
import { bytes } from "../../_words/quantity.ts";
import { isPicture, saveAttachment, usePicture } from "./attachment-content.ts";

/** The files that came with a question: pictures are shown, the others are saved by whoever wants to. */
export function Attachments({ question: { ticket, attachments } }: { question: Question }) {
	if (attachments.length === 0) return null;
	return (
		<ul aria-label="Attachments" className="grid grid-cols-[minmax(0,1fr)] gap-3">
			{attachments.map((file) => (
				<li key={file.id} className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-1.5">
					{file.removedAt === undefined ? (
						<>
							{isPicture(file) && <Picture ticket={ticket} file={file} />}
							<SaveButton ticket={ticket} file={file} />
						</>
					) : (
						<Removed file={file} />
					)}
				</li>
			))}
		</ul>
	);
}

/** A file whose question was settled so long ago that only its name is left. */
function Removed({ file: { name, size, removedAt = "" } }: { file: Attachment }) {
	return (
		<p className="text-small text-ink-2">
			<SafeText text={name} mode="code" /> ({bytes(size)}) is no longer kept: it was removed on{" "}
			<time dateTime={removedAt}>{new Date(removedAt).toLocaleDateString([], { dateStyle: "long" })}</time>.
		</p>
	);
}

function Picture({ ticket, file }: { ticket: string; file: Attachment }) {
	const picture = usePicture(ticket, file);
	const [broken, setBroken] = useState(false);
	if (picture.status === "loading") return <Skeleton className="h-40 w-full" />;
	if (picture.status === "failed" || broken) {
		const reason = picture.status === "failed" ? picture.reason : "It is no picture that can be shown.";
		return (
			<p className="text-ink-2">
				<SafeText text={reason} />
			</p>
		);
	}
	return (
		// biome-ignore lint/performance/noImgElement: it comes from the API with the session's key, not from an address
		<img
			src={picture.value}
			alt={visibleText(file.name)}
			onError={() => setBroken(true)}
			className="max-h-[70dvh] max-w-full rounded-md border border-line"
		/>
	);
}

function SaveButton({ ticket, file }: { ticket: string; file: Attachment }) {
	const [failure, setFailure] = useState<string | null>(null);
	const save = () => {
		setFailure(null);
		saveAttachment(ticket, file).catch((error: unknown) =>
			setFailure(error instanceof Error ? error.message : String(error)),
		);
	};
	return (
		<>
			<Button size="small" onClick={save} aria-label={`Save ${visibleText(file.name)}`} className="max-w-full">
				<Download aria-hidden="true" className="size-3.5 flex-none" />
				<span className="truncate">
					<SafeText text={file.name} mode="code" />
				</span>
				<span className="font-normal text-ink-2">{bytes(file.size)}</span>
			</Button>
			{failure && (
				<p role="alert" className="text-small text-bad">
					<SafeText text={failure} />
				</p>
			)}
		</>
	);
}
